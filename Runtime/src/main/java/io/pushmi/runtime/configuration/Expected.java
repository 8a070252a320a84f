package io.pushmi.runtime.configuration;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * What a setting must be.
 *
 * @param description completes the sentence "expected ..."
 * @param conversion the value of a text, or nothing if it is not what was expected
 */
record Expected<T>(String description, Function<String, Optional<T>> conversion) {
    private static final Pattern WHOLE_NUMBER = Pattern.compile("[0-9]{1,18}");
    private static final Pattern HOST_NAME = Pattern.compile("[A-Za-z0-9_]([A-Za-z0-9._-]*[A-Za-z0-9_.])?");
    private static final Pattern IP6_ADDRESS = Pattern.compile("[0-9A-Fa-f:.]+(%\\w+)?");
    private static final Pattern SERVER = Pattern.compile("[^\\s/?@,]+");
    private static final Pattern DATABASE = Pattern.compile("[^/\\\\. \"$*<>:|?\\p{Cntrl}]{1,63}");

    static final Expected<String> TEXT = new Expected<>("a text", Optional::of);
    static final Expected<Boolean> SWITCH = new Expected<>("true or false", Expected::toSwitch);
    static final Expected<UUID> ID =
            new Expected<>("an id such as 445f8ea8-1a6f-40d7-b2fc-796dba92dc44", SettingName::id);
    static final Expected<Integer> LISTENING_PORT =
            wholeNumber("a port from 0 to 65535 (0 picks a free one)", 0, 65535);
    static final Expected<Integer> PORT = wholeNumber("a port from 1 to 65535", 1, 65535);
    static final Expected<Integer> COUNT = count(Integer.MAX_VALUE);
    static final Expected<String> HOST = text("a host name or an IP address", Expected::isHost);
    static final Expected<String> SERVER_ADDRESS = text("a host, or host:port", SERVER.asMatchPredicate());
    static final Expected<String> DATABASE_NAME = text("the name of a MongoDB database", DATABASE.asMatchPredicate());
    static final Expected<Path> PATH = new Expected<>("the path of a folder", Expected::toPath);
    static final Expected<URI> HTTP_ADDRESS =
            new Expected<>("an address such as http://localhost:4317", Expected::toHttpAddress);

    /** A number of things, at least one. */
    static Expected<Integer> count(int largest) {
        return wholeNumber("a whole number from 1 to " + largest, 1, largest);
    }

    /** A size in bytes between the bounds, both included. */
    static Expected<Long> size(long smallest, long largest) {
        String range = largest == Long.MAX_VALUE
                ? "of at least " + Size.text(smallest)
                : "from " + Size.text(smallest) + " to " + Size.text(largest);
        return new Expected<>(
                "a size " + range + ", in bytes or with a unit (KiB, MiB, GiB, KB, MB, GB)",
                text -> Size.parse(text).filter(size -> size >= smallest && size <= largest));
    }

    /** A span of time between the bounds, both included. */
    static Expected<Duration> duration(Duration shortest, Duration longest) {
        return new Expected<>(
                "a duration from " + Span.text(shortest) + " to " + Span.text(longest) + " with its unit (ms, s, m, h)",
                text -> Span.parse(text).filter(span -> span.compareTo(shortest) >= 0 && span.compareTo(longest) <= 0));
    }

    static Expected<String> text(String description, Predicate<String> accepts) {
        return new Expected<>(description, text -> Optional.of(text).filter(accepts));
    }

    private static Expected<Integer> wholeNumber(String description, int smallest, int largest) {
        return new Expected<>(
                description,
                text -> Optional.of(text)
                        .filter(WHOLE_NUMBER.asMatchPredicate())
                        .map(Long::parseLong)
                        .filter(number -> number >= smallest && number <= largest)
                        .map(Long::intValue));
    }

    private static Optional<Boolean> toSwitch(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> Optional.of(true);
            case "false" -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    private static boolean isHost(String text) {
        boolean hasTwoColons = text.indexOf(':') != text.lastIndexOf(':');
        return hasTwoColons
                ? IP6_ADDRESS.matcher(text).matches()
                : HOST_NAME.matcher(text).matches();
    }

    private static Optional<Path> toPath(String text) {
        try {
            return Optional.of(Path.of(text));
        } catch (InvalidPathException unusable) {
            return Optional.empty();
        }
    }

    private static Optional<URI> toHttpAddress(String text) {
        try {
            return Optional.of(new URI(text))
                    .filter(uri ->
                            "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme()))
                    .filter(uri -> uri.getHost() != null);
        } catch (URISyntaxException unusable) {
            return Optional.empty();
        }
    }
}
