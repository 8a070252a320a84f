package io.pushmi.runtime.configuration;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A MongoDB connection string in its parts.
 *
 * @param servers everything up to the path: scheme, credentials, hosts
 * @param database the database named in the path
 * @param options the query, empty if there is none
 */
record MongoAddress(String servers, Optional<String> database, String options) {
    private static final Pattern FORM =
            Pattern.compile("(mongodb(?:\\+srv)?://[^/?\\s]+)(?:/([^/?\\s]*))?(?:\\?(\\S*))?");

    static final Expected<MongoAddress> CONNECTION_STRING =
            new Expected<>("an address such as mongodb://localhost:27017", MongoAddress::parse);

    /** Legacy settings may name the host alone. */
    static final Expected<MongoAddress> HOST = new Expected<>(
            "a host, or an address such as mongodb://localhost:27017",
            text -> parse(text.contains("://") ? text : "mongodb://" + text));

    static final MongoAddress LOCAL = new MongoAddress("mongodb://localhost:27017", Optional.empty(), "");

    static MongoAddress of(List<String> servers) {
        return new MongoAddress("mongodb://" + String.join(",", servers), Optional.empty(), "");
    }

    MongoAddress withDatabase(String name) {
        return new MongoAddress(servers, Optional.of(name), options);
    }

    MongoAddress withTls() {
        Stream<String> others = Arrays.stream(options.split("&"))
                .filter(option -> !option.isEmpty())
                .filter(option -> !option.toLowerCase(Locale.ROOT).matches("(tls|ssl)=.*"));
        return new MongoAddress(
                servers, database, Stream.concat(others, Stream.of("tls=true")).collect(Collectors.joining("&")));
    }

    /** The connection string, credentials included. */
    String text() {
        String path = database.map(name -> "/" + name).orElse(options.isEmpty() ? "" : "/");
        return servers + path + (options.isEmpty() ? "" : "?" + options);
    }

    @Override
    public String toString() {
        return Shown.address(text());
    }

    private static Optional<MongoAddress> parse(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        Optional<String> database = Optional.ofNullable(parts.group(2)).filter(name -> !name.isEmpty());
        String options = Optional.ofNullable(parts.group(3)).orElse("");
        return Optional.of(new MongoAddress(parts.group(1), database, options));
    }
}
