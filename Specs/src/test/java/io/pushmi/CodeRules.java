package io.pushmi;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.haveNameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/** How code is written, each rule with code that breaks it. */
final class CodeRules {
    private static final String REVERSE_CALLS = "io.pushmi.contracts.reversecalls..";
    private static final String SERVER = "io.pushmi.runtime.server..";
    private static final String COMMAND_LINE = "io.pushmi.cli..";

    private CodeRules() {}

    static Stream<HouseRule> all() {
        return Stream.of(waiting(), printing(), sleeping(), names(), publicTypes(), packages());
    }

    /**
     * The two classes of the log do not wait either: they take the values of futures that they know to be completed. Those of
     * the MongoDB engine wait for whoever starts, stops or commands: to open a store, to close it, and to read a foreign one.
     */
    private static HouseRule waiting() {
        return HouseRule.inProduct(
                "nobody waits for an outcome but who starts, stops and commands",
                noClasses()
                        .that()
                        .resideOutsideOfPackages(SERVER, COMMAND_LINE)
                        .and(areWritten())
                        .and()
                        .doNotHaveFullyQualifiedName("io.pushmi.runtime.log.Facts")
                        .and()
                        .doNotHaveFullyQualifiedName("io.pushmi.runtime.log.EventLog")
                        .and()
                        .doNotHaveFullyQualifiedName("io.pushmi.runtime.engines.mongodb.Opening")
                        .and()
                        .doNotHaveFullyQualifiedName("io.pushmi.runtime.engines.mongodb.MongoEngine")
                        .and()
                        .doNotHaveFullyQualifiedName("io.pushmi.runtime.engines.mongodb.DolittleSource")
                        .should(Calls.waitForAnOutcome()),
                planted(
                        "Object wait(java.util.concurrent.Future<?> it) throws Exception { return it.get(); }",
                        "Object wait(java.util.concurrent.FutureTask<?> it) throws Exception { return it.get(); }",
                        "Object wait(java.util.concurrent.CompletableFuture<?> it) { return it.join(); }",
                        "java.util.function.Function<java.util.concurrent.CompletableFuture<?>, Object> wait ="
                                + " java.util.concurrent.CompletableFuture::join;",
                        "Object wait(reactor.core.publisher.Mono<?> it) { return it.block(); }",
                        "Object wait(reactor.core.publisher.Flux<?> it) { return it.blockLast(); }",
                        "Object wait(reactor.core.publisher.Mono<?> it) { return it.blockOptional(); }"));
    }

    private static HouseRule printing() {
        return HouseRule.inProduct(
                "only the command line prints",
                noClasses().that().resideOutsideOfPackage(COMMAND_LINE).should(Calls.print()),
                planted(
                        "void print() { System.out.println(1); }",
                        "void print() { System.err.println(1); }",
                        "void print() { new Exception().printStackTrace(); }"));
    }

    private static HouseRule sleeping() {
        return HouseRule.everywhere(
                "nobody sleeps, no specification either",
                noClasses().that(resideInAPackage("io.pushmi..")).should(Calls.sleep()),
                planted(
                        "void nap() throws Exception { Thread.sleep(1); }",
                        "interface Nap { void take(long ms) throws Exception; } Nap nap = Thread::sleep;",
                        "void nap() throws Exception { java.util.concurrent.TimeUnit.SECONDS.sleep(1); }"));
    }

    private static HouseRule names() {
        String word = ".*[.$]([A-Za-z0-9]*[a-z0-9])?(Utils?|Helpers?|Managers?|Impl)([A-Z0-9][A-Za-z0-9]*)?";
        return HouseRule.everywhere(
                "names say what a type is",
                noClasses().that(areWritten()).should(haveNameMatching(word)),
                Stream.of(
                                "Util",
                                "LogUtils",
                                "TailHelper",
                                "ManagerOfTails",
                                "EventLogImpl",
                                "Outer { class LogManager {} }")
                        .flatMap(name -> Stream.of("io.pushmi.runtime.log", "io.pushmi.contracts.reversecalls")
                                .map(where ->
                                        "package " + where + "; class " + name + (name.endsWith("}") ? "" : " {}")))
                        .toList());
    }

    private static HouseRule publicTypes() {
        return HouseRule.inProduct(
                "a type is public only where another package needs it",
                classes()
                        .that(resideInAPackage("io.pushmi.runtime.."))
                        .and()
                        .arePublic()
                        .and()
                        .areTopLevelClasses()
                        .should(Visibility.beNeededByAnotherPackage()),
                List.of(
                        "package io.pushmi.runtime.log; public class Planted { public Planted() {} }",
                        "package io.pushmi.runtime.log; class Seen { public Planted planted() { return null; } }",
                        "package io.pushmi.runtime.storage; public class Planted {}",
                        "package io.pushmi.runtime.storage; public class Seen { Planted planted() { return null; } }",
                        "package io.pushmi.runtime.events; class Seen { io.pushmi.runtime.storage.Seen seen; }"));
    }

    private static HouseRule packages() {
        return HouseRule.everywhere(
                "every package says where null is allowed",
                classes()
                        .that(resideInAPackage("io.pushmi.."))
                        .and(areWritten())
                        .should(beInAMarkedPackage()),
                List.of(
                        "package io.pushmi.runtime.log; class Planted {}",
                        "package io.pushmi.contracts.reversecalls; class Planted {}",
                        "@Deprecated package io.pushmi.runtime.events;",
                        "package io.pushmi.runtime.events; class Planted {}"));
    }

    /** All but what the build makes of the contracts: the only hand-written package among those is that of reverse calls. */
    private static DescribedPredicate<JavaClass> areWritten() {
        return resideOutsideOfPackage("io.pushmi.contracts..")
                .or(resideInAPackage(REVERSE_CALLS))
                .as("are not generated");
    }

    private static List<String> planted(String... members) {
        return Stream.of("io.pushmi.runtime.events", "io.pushmi.contracts.reversecalls")
                .flatMap(where -> IntStream.range(0, members.length)
                        .mapToObj(i -> "package " + where + "; class Planted" + i + " { " + members[i] + " }"))
                .toList();
    }

    private static ArchCondition<JavaClass> beInAMarkedPackage() {
        return new ArchCondition<>("be in a package that is marked") {
            @Override
            public void check(JavaClass item, ConditionEvents events) {
                boolean marked = item.getPackage().isAnnotatedWith(NullMarked.class);
                events.add(new SimpleConditionEvent(
                        item, marked, item.getName() + " is in a package without @NullMarked"));
            }
        };
    }
}
