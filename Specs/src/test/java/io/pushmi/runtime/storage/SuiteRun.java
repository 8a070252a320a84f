package io.pushmi.runtime.storage;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.launcher.EngineFilter.includeEngines;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.platform.engine.FilterResult;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.PostDiscoveryFilter;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** What came of running a suite, or some of its specifications, on an engine that is planted in it. */
final class SuiteRun implements TestExecutionListener {
    private final List<String> passed = new ArrayList<>();
    private final List<String> skipped = new ArrayList<>();
    private final List<Failure> failures = new ArrayList<>();

    private SuiteRun() {}

    record Failure(String specification, Throwable cause) {
        @Override
        public String toString() {
            return specification + " with " + cause.getClass().getSimpleName();
        }
    }

    static SuiteRun of(Class<?> suite, String engine) {
        return of(suite, engine, method -> true);
    }

    /** Runs only the specifications whose methods have such a name. */
    static SuiteRun of(Class<?> suite, String engine, Predicate<String> methods) {
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(suite))
                .filters(includeEngines("junit-jupiter"), (PostDiscoveryFilter)
                        test -> FilterResult.includedIf(test.getSource()
                                .filter(MethodSource.class::isInstance)
                                .map(source -> ((MethodSource) source).getMethodName())
                                .filter(methods.negate())
                                .isEmpty()))
                .configurationParameter(PlantedEngine.CONFIGURED_AS, engine)
                .build();
        LauncherConfig alone = LauncherConfig.builder()
                .enablePostDiscoveryFilterAutoRegistration(false)
                .enableTestExecutionListenerAutoRegistration(false)
                .enableLauncherSessionListenerAutoRegistration(false)
                .enableLauncherDiscoveryListenerAutoRegistration(false)
                .build();
        SuiteRun run = new SuiteRun();
        LauncherFactory.create(alone).execute(request, run);
        return run;
    }

    List<String> passed() {
        return passed;
    }

    List<String> skipped() {
        return skipped;
    }

    List<Failure> failures() {
        return failures;
    }

    @Override
    public synchronized void executionSkipped(TestIdentifier test, String reason) {
        skipped.add(nameOf(test) + ": " + reason);
    }

    @Override
    public synchronized void executionFinished(TestIdentifier test, TestExecutionResult result) {
        Optional<Throwable> cause = result.getThrowable();
        if (result.getStatus() == TestExecutionResult.Status.ABORTED) {
            skipped.add(nameOf(test));
        } else if (cause.isPresent()) {
            failures.add(new Failure(nameOf(test), cause.get()));
        } else if (test.isTest()) {
            passed.add(nameOf(test));
        }
    }

    private static String nameOf(TestIdentifier test) {
        String method = test.getSource()
                .filter(MethodSource.class::isInstance)
                .map(source -> ((MethodSource) source).getMethodName())
                .orElse("");
        return method.isEmpty() ? test.getDisplayName() : method + " (" + test.getDisplayName() + ")";
    }
}
