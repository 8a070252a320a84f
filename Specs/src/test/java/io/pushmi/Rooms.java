package io.pushmi;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** The rooms of the Runtime, from the street inwards; those of one floor are side by side. */
final class Rooms {
    private static final String RUNTIME = "io.pushmi.runtime.";
    private static final String COMMAND_LINE = "io.pushmi.cli";

    private static final List<List<String>> FLOORS = List.of(
            List.of(COMMAND_LINE),
            List.of(RUNTIME + "server"),
            List.of(RUNTIME + "doors"),
            List.of(RUNTIME + "management"),
            List.of(RUNTIME + "horizon"),
            List.of(RUNTIME + "processing"),
            List.of(RUNTIME + "events"),
            List.of(RUNTIME + "log"),
            List.of(RUNTIME + "leases", RUNTIME + "engines"),
            List.of(RUNTIME + "storage"),
            List.of(RUNTIME + "tenancy", RUNTIME + "execution", RUNTIME + "artifacts", RUNTIME + "configuration"));

    private Rooms() {}

    static ArchCondition<JavaClass> onlyLookDown() {
        return new ArchCondition<>("only look down") {
            @Override
            public void check(JavaClass item, ConditionEvents events) {
                OptionalInt floor = floorOf(item);
                item.getDirectDependenciesFromSelf().stream()
                        .filter(dependency -> floor.isPresent() && looksUp(floor.getAsInt(), dependency))
                        .forEach(dependency ->
                                events.add(SimpleConditionEvent.violated(item, dependency.getDescription())));
            }
        };
    }

    static ArchCondition<JavaClass> beInARoom() {
        return new ArchCondition<>("be in a room") {
            @Override
            public void check(JavaClass item, ConditionEvents events) {
                if (floorOf(item).isEmpty()) {
                    events.add(SimpleConditionEvent.violated(item, item.getName() + " is in none of the rooms"));
                }
            }
        };
    }

    /** For each two floors, code of the lower that looks up to the higher. */
    static List<String> everyLookUp() {
        List<String> sources = new ArrayList<>();
        for (int floor = 0; floor < FLOORS.size(); floor++) {
            sources.add(PlantedCode.seen(FLOORS.get(floor).get(0)));
            for (String room : FLOORS.get(floor)) {
                for (int above = 0; above < floor; above++) {
                    String seen = FLOORS.get(above).get(0) + ".Seen";
                    sources.add("package " + room + "; class Planted" + above + " { " + seen + " seen; }");
                }
            }
        }
        return sources;
    }

    private static boolean looksUp(int floor, Dependency dependency) {
        OptionalInt target = floorOf(dependency.getTargetClass());
        return target.isPresent() && target.getAsInt() < floor;
    }

    private static OptionalInt floorOf(JavaClass type) {
        String name = type.getPackageName() + ".";
        return IntStream.range(0, FLOORS.size())
                .filter(floor -> FLOORS.get(floor).stream().anyMatch(room -> name.startsWith(room + ".")))
                .findFirst();
    }
}
