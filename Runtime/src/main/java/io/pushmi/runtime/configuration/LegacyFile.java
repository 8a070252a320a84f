package io.pushmi.runtime.configuration;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The files that came before {@code runtime.yml}, in the order in which they are applied. */
enum LegacyFile {
    ENDPOINTS("endpoints", "endpoints"),
    METRICS("metrics", "endpoints.metrics"),
    PLATFORM("platform", "platform"),
    MICROSERVICES("microservices", "microservices"),
    /** Replaces all tenants that were written elsewhere. */
    RESOURCES("resources", "tenants") {
        @Override
        void apply(List<Setting> written, SettingNode settings) {
            settings.remove("tenants");
            for (Setting setting : written) {
                if (!setting.path().isEmpty()) {
                    String tenant = setting.path().get(0);
                    settings.put(setting.within(1).under(List.of("tenants", tenant, "resources")));
                }
            }
        }
    },
    EVENT_HORIZON_CONSENTS("event-horizon-consents", "tenants") {
        @Override
        void apply(List<Setting> written, SettingNode settings) {
            LegacyConsents.apply(written, settings);
        }
    },
    /** Not read any more: tenants come from their resources. */
    TENANTS("tenants", "tenants") {
        @Override
        void apply(List<Setting> written, SettingNode settings) {}
    };

    private final String stem;
    private final String place;

    LegacyFile(String stem, String place) {
        this.stem = stem;
        this.place = place;
    }

    static Optional<LegacyFile> withStem(String stem) {
        return Arrays.stream(values())
                .filter(file -> file.stem.equalsIgnoreCase(stem))
                .findFirst();
    }

    /** Merges what the file says into the settings. */
    void apply(List<Setting> written, SettingNode settings) {
        List<String> parent = List.of(place.split("\\."));
        written.forEach(setting -> settings.put(setting.under(parent)));
    }
}
