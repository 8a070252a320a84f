package io.pushmi.runtime.configuration;

/** The endpoints that a Runtime listens on, with the key and the defaults of each. */
public enum EndpointName {
    /** Other Runtimes, over event horizons. */
    PUBLIC("public", 50052, Endpoint.ANY_ADDRESS),
    /** Clients of today's contracts. */
    PRIVATE("private", 50053, Endpoint.ANY_ADDRESS),
    /** Clients of the contracts' generation 5. */
    PRIVATE_V5("privateV5", 50054, Endpoint.ANY_ADDRESS),
    /** Operators. */
    MANAGEMENT("management", 51052, Endpoint.LOOPBACK),
    /** Operators, from a browser. */
    MANAGEMENT_WEB("managementWeb", 51152, Endpoint.LOOPBACK),
    /** Health, over HTTP. */
    WEB("web", 8001, Endpoint.ANY_ADDRESS),
    /** Metrics, over HTTP. */
    METRICS("metrics", 9700, Endpoint.ANY_ADDRESS);

    private final String key;
    private final int defaultPort;
    private final String defaultHost;

    EndpointName(String key, int defaultPort, String defaultHost) {
        this.key = key;
        this.defaultPort = defaultPort;
        this.defaultHost = defaultHost;
    }

    /** The name as it is written below {@code endpoints}. */
    public String key() {
        return key;
    }

    Endpoint read(Section endpoint) {
        return new Endpoint(
                endpoint.get("host", Expected.HOST, defaultHost),
                endpoint.get("port", Expected.LISTENING_PORT, defaultPort),
                endpoint.get("enabled", Expected.SWITCH, true));
    }
}
