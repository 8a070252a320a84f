package io.pushmi;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

/** Compiles code that breaks a rule, in the packages where it would break it, without leaving it on the class path. */
final class PlantedCode {
    private static final Pattern PACKAGE = Pattern.compile("package ([\\w.]+);");
    private static final Pattern TYPE = Pattern.compile("(?:class|interface|enum|record) (\\w+)");

    private PlantedCode() {}

    /** A class that has a field of the type. */
    static String sees(String where, String type) {
        return "package " + where + "; class Planted { " + type + " seen; }";
    }

    /** A class to be seen by others. */
    static String seen(String where) {
        return "package " + where + "; public class " + HouseRule.BYSTANDER + " {}";
    }

    static JavaClasses compile(List<String> sources, Path folder) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter complaints = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, UTF_8)) {
            files.setLocationFromPaths(StandardLocation.CLASS_OUTPUT, List.of(folder));
            List<JavaFileObject> units = new ArrayList<>();
            sources.forEach(source -> units.add(new Source(source)));
            List<String> options = List.of("--release", "17", "-proc:none", "-nowarn");
            if (!compiler.getTask(complaints, files, null, options, null, units).call()) {
                throw new IllegalArgumentException("planted code does not compile: " + complaints);
            }
        }
        return new ClassFileImporter().importPath(folder);
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String text) {
            super(
                    URI.create("planted:///" + first(PACKAGE, text).replace('.', '/') + "/" + fileName(text)),
                    Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }

        private static String fileName(String text) {
            return (TYPE.matcher(text).find() ? first(TYPE, text) : "package-info") + ".java";
        }

        private static String first(Pattern pattern, String text) {
            Matcher found = pattern.matcher(text);
            if (!found.find()) {
                throw new IllegalArgumentException("planted code has no " + pattern + ": " + text);
            }
            return found.group(1);
        }
    }
}
