package io.pushmi;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.stream.Stream;

/** Whether a public type has a reason to be public. */
final class Visibility {
    private Visibility() {}

    static ArchCondition<JavaClass> beNeededByAnotherPackage() {
        return new ArchCondition<>("be needed by another package") {
            @Override
            public void check(JavaClass item, ConditionEvents events) {
                boolean needed = isUsedOutside(item) || isShownOutside(item);
                events.add(new SimpleConditionEvent(item, needed, item.getName() + " is needed by no other package"));
            }
        };
    }

    private static boolean isUsedOutside(JavaClass type) {
        return type.getDirectDependenciesToSelf().stream()
                .anyMatch(use -> !use.getOriginClass().getPackage().equals(type.getPackage()));
    }

    /** A public method that another package can call shows what it takes and returns. */
    private static boolean isShownOutside(JavaClass type) {
        return type.getPackage().getClasses().stream()
                .filter(other -> other.getModifiers().contains(JavaModifier.PUBLIC) && isUsedOutside(other))
                .flatMap(other -> other.getCodeUnits().stream())
                .filter(member -> member.getModifiers().contains(JavaModifier.PUBLIC))
                .flatMap(Visibility::shown)
                .anyMatch(shown -> shown.getAllInvolvedRawTypes().contains(type));
    }

    private static Stream<JavaType> shown(JavaCodeUnit member) {
        return Stream.concat(Stream.of(member.getReturnType()), member.getParameterTypes().stream());
    }
}
