package dev.guestward.safety;

import ch.qos.logback.classic.Level;
import java.util.Arrays;
import java.util.List;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;
import org.slf4j.LoggerFactory;

/** Runs single tests in a virtual machine of its own. Ends with 0 if all passed, with 1 if one noticed something. */
public final class Witnesses {
    static final int PASSED = 0;
    static final int NOTICED = 1;
    static final int NO_TESTS = 2;

    private Witnesses() {}

    public static void main(String[] tests) {
        ((ch.qos.logback.classic.Logger) LoggerFactory.getLogger("ROOT")).setLevel(Level.OFF);
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        DiscoverySelector[] selectors =
                Arrays.stream(tests).map(DiscoverySelectors::selectMethod).toArray(DiscoverySelector[]::new);
        try (LauncherSession session = LauncherFactory.openSession()) {
            session.getLauncher()
                    .execute(
                            LauncherDiscoveryRequestBuilder.request()
                                    .selectors(selectors)
                                    .build(),
                            listener);
        }
        TestExecutionSummary summary = listener.getSummary();
        // a class that wants all of its tests to have run fails as a class, which is no test of anything here
        List<TestExecutionSummary.Failure> failures = summary.getFailures().stream()
                .filter(failure -> failure.getTestIdentifier().isTest())
                .toList();
        failures.forEach(failure -> System.out.println("NOTICED "
                + failure.getTestIdentifier().getDisplayName() + ": "
                + String.valueOf(failure.getException())
                        .lines()
                        .filter(line -> !line.isBlank())
                        .limit(3)
                        .reduce("", (all, line) -> all + " " + line.strip())));
        System.out.flush();
        boolean ran = summary.getTestsStartedCount() > 0;
        Runtime.getRuntime().exit(ran ? failures.isEmpty() ? PASSED : NOTICED : NO_TESTS);
    }
}
