package io.pushmi.runtime.server;

import io.pushmi.runtime.execution.Version;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The version that this program was built as. */
public final class BuildVersion {
    private static final Pattern FORM = Pattern.compile("(\\d{1,9})\\.(\\d{1,9})\\.(\\d{1,9})(?:-(.+))?");

    /** Read once, and the same for the life of the process. */
    public static final Version CURRENT = parse(read());

    private BuildVersion() {}

    static Version parse(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw new IllegalStateException("a version has three numbers, this was built as '" + text + "'");
        }
        return new Version(
                Integer.parseInt(parts.group(1)),
                Integer.parseInt(parts.group(2)),
                Integer.parseInt(parts.group(3)),
                0,
                Objects.requireNonNullElse(parts.group(4), ""));
    }

    private static String read() {
        Properties build = new Properties();
        try (InputStream file = BuildVersion.class.getResourceAsStream("build.properties")) {
            build.load(Objects.requireNonNull(file, "build.properties is missing"));
        } catch (IOException unreadable) {
            throw new UncheckedIOException("build.properties cannot be read", unreadable);
        }
        return build.getProperty("version", "");
    }
}
