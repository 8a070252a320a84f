package io.pushmi;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.dependOnClassesThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static io.pushmi.PlantedCode.seen;
import static io.pushmi.PlantedCode.sees;

import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.stream.Stream;

/** Who may know whom, each rule with code that breaks it. */
final class LayoutRules {
    private static final String CONTRACTS = "io.pushmi.contracts..";
    private static final String SERVER = "io.pushmi.runtime.server..";
    private static final String DOORS = "io.pushmi.runtime.doors..";
    private static final String ENGINES = "io.pushmi.runtime.engines..";
    private static final String ROCKSDB = "io.pushmi.runtime.engines.rocksdb..";
    private static final String MONGODB = "io.pushmi.runtime.engines.mongodb..";

    private LayoutRules() {}

    static Stream<HouseRule> all() {
        return Stream.of(
                rooms(), directions(), circles(), neighbours(), wireTypes(), rocksDbTypes(), mongoDbTypes(), engines());
    }

    private static HouseRule rooms() {
        return HouseRule.inProduct(
                "every class of the Runtime is in a room",
                classes()
                        .that(resideInAnyPackage("io.pushmi", "io.pushmi.runtime..", "io.pushmi.cli.."))
                        .should(Rooms.beInARoom()),
                List.of(
                        "package io.pushmi.runtime.cellar; class Planted {}",
                        "package io.pushmi.runtime; class Planted {}",
                        "package io.pushmi; class Planted {}"));
    }

    private static HouseRule directions() {
        return HouseRule.inProduct(
                "no room imports one above it",
                classes().that(resideInAPackage("io.pushmi..")).should(Rooms.onlyLookDown()),
                Rooms.everyLookUp());
    }

    private static HouseRule circles() {
        return HouseRule.inProduct(
                "rooms do not go in circles",
                slices().matching("io.pushmi.runtime.(*)..").should().beFreeOfCycles(),
                List.of(
                        "package io.pushmi.runtime.tenancy; public class Planted { io.pushmi.runtime.execution.Planted it; }",
                        "package io.pushmi.runtime.execution; public class Planted { io.pushmi.runtime.tenancy.Planted it; }"));
    }

    private static HouseRule neighbours() {
        return HouseRule.inProduct(
                "doors do not know one another, nor do engines",
                slices().matching("io.pushmi.runtime.(doors|engines).(*)..")
                        .should()
                        .notDependOnEachOther()
                        .allowEmptyShould(true),
                List.of(
                        seen("io.pushmi.runtime.doors.pushmi"),
                        sees("io.pushmi.runtime.doors.dolittle", "io.pushmi.runtime.doors.pushmi.Seen"),
                        seen("io.pushmi.runtime.engines.rocksdb"),
                        sees("io.pushmi.runtime.engines.mongodb", "io.pushmi.runtime.engines.rocksdb.Seen")));
    }

    private static HouseRule wireTypes() {
        return HouseRule.inProduct(
                "types of the wire stop at the doors",
                onlyIn(List.of(SERVER, DOORS, CONTRACTS), List.of("com.google.protobuf..", "io.grpc..", CONTRACTS)),
                List.of(
                        sees("io.pushmi.cli", "com.google.protobuf.ByteString"),
                        sees("io.pushmi.runtime.events", "io.grpc.Status"),
                        sees("io.pushmi.runtime.storage", "io.pushmi.contracts.protobuf.Uuid")));
    }

    private static HouseRule rocksDbTypes() {
        return HouseRule.inProduct(
                "RocksDB's types stop at its engine",
                onlyIn(List.of(ROCKSDB), List.of("org.rocksdb..")),
                List.of(
                        sees("io.pushmi.runtime.server", "org.rocksdb.RocksDB"),
                        sees("io.pushmi.runtime.engines", "org.rocksdb.Options")));
    }

    private static HouseRule mongoDbTypes() {
        return HouseRule.inProduct(
                "MongoDB's types stop at its engine",
                onlyIn(List.of(MONGODB), List.of("com.mongodb..", "org.bson..")),
                List.of(
                        seen("org.bson"),
                        sees("io.pushmi.runtime.storage", "org.bson.Seen"),
                        seen("com.mongodb.client"),
                        sees("io.pushmi.runtime.server", "com.mongodb.client.Seen")));
    }

    private static HouseRule engines() {
        return HouseRule.inProduct(
                "only the wiring names engines",
                onlyIn(List.of(SERVER, ENGINES), List.of(ENGINES)),
                List.of(
                        seen("io.pushmi.runtime.engines.rocksdb"),
                        sees("io.pushmi.cli", "io.pushmi.runtime.engines.rocksdb.Seen"),
                        sees("io.pushmi.runtime.management", "io.pushmi.runtime.engines.rocksdb.Seen")));
    }

    private static ArchRule onlyIn(List<String> packages, List<String> types) {
        return noClasses()
                .that()
                .resideInAPackage("io.pushmi..")
                .and()
                .resideOutsideOfPackages(packages.toArray(String[]::new))
                .should(dependOnClassesThat(resideInAnyPackage(types.toArray(String[]::new))))
                .as("only " + packages + " know types of " + types);
    }
}
