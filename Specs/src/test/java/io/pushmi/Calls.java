package io.pushmi;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.properties.HasName;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What code may not call or name, methods as well as references to them. */
final class Calls {
    /** Of each type and its subtypes, the methods that wait for an outcome. */
    private static final Map<Class<?>, Set<String>> WAITING = Map.of(
            Future.class, Set.of("get", "resultNow"),
            CompletableFuture.class, Set.of("get", "join", "resultNow"),
            Mono.class, Set.of("block", "blockOptional"),
            Flux.class, Set.of("blockFirst", "blockLast", "toIterable", "toStream"));

    private static final Map<Class<?>, Set<String>> SLEEPING =
            Map.of(Thread.class, Set.of("sleep"), TimeUnit.class, Set.of("sleep"));

    private static final Map<Class<?>, Set<String>> PRINTING = Map.of(
            System.class, Set.of("out", "err", "console"),
            Throwable.class, Set.of("printStackTrace"));

    private Calls() {}

    static ArchCondition<JavaClass> sleep() {
        return access("sleep", SLEEPING);
    }

    static ArchCondition<JavaClass> print() {
        return access("print", PRINTING);
    }

    static ArchCondition<JavaClass> waitForAnOutcome() {
        return access("wait for an outcome", WAITING);
    }

    private static ArchCondition<JavaClass> access(String what, Map<Class<?>, Set<String>> members) {
        return new ArchCondition<>(what) {
            @Override
            public void check(JavaClass item, ConditionEvents events) {
                item.getAccessesFromSelf().forEach(access -> {
                    boolean found = members.entrySet().stream().anyMatch(entry -> isOf(entry, access));
                    events.add(new SimpleConditionEvent(item, found, access.getDescription()));
                });
            }
        };
    }

    private static boolean isOf(Map.Entry<Class<?>, Set<String>> members, JavaAccess<?> access) {
        Predicate<HasName> named = member -> members.getValue().contains(member.getName());
        return named.test(access.getTarget()) && access.getTargetOwner().isAssignableTo(members.getKey());
    }
}
