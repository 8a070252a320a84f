package io.pushmi.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Where something listens. */
record HostAndPort(String host, int port) {
    private static final int LARGEST_PORT = 65535;

    /** Reads {@code host:port}; an IPv6 address is in brackets. */
    static final class Converter implements ITypeConverter<HostAndPort> {
        @Override
        public HostAndPort convert(String text) {
            int colon = text.lastIndexOf(':');
            if (colon > 0 && text.substring(colon + 1).matches("\\d{1,5}")) {
                String host = text.substring(0, colon);
                int port = Integer.parseInt(text.substring(colon + 1));
                boolean isBracketed = host.startsWith("[") && host.endsWith("]");
                if (port > 0 && port <= LARGEST_PORT && (isBracketed || !host.contains(":"))) {
                    return new HostAndPort(isBracketed ? host.substring(1, host.length() - 1) : host, port);
                }
            }
            throw new TypeConversionException("expected host:port, found '" + text + "'");
        }
    }
}
