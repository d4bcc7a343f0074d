package dev.guestward.readiness;

import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.MessageSource;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Looks at the tenant once the application is ready, and logs one line for each thing that is wrong. It stops nothing:
 * webhook and pages work, and what cannot be done in the directory waits.
 */
@Component
@ConditionalOnProperty(name = "guestward.directory.check-at-start", matchIfMissing = true)
class StartCheck {
    private static final Logger log = LoggerFactory.getLogger(StartCheck.class);

    private final TenantReadiness readiness;
    private final MessageSource texts;

    StartCheck(TenantReadiness readiness, MessageSource texts) {
        this.readiness = readiness;
        this.texts = texts;
    }

    @EventListener(ApplicationReadyEvent.class)
    void start() {
        readiness.look().thenAccept(seen -> tell(seen.findings()));
    }

    void tell(List<Finding> findings) {
        findings.stream()
                .filter(finding -> finding.weight() == Result.BLOCKED)
                .forEach(finding -> log.error("Tenant check {}: {}", name(finding), line(finding)));
        findings.stream()
                .filter(finding -> finding.weight() == Result.WARNING)
                .forEach(finding -> log.warn("Tenant check {}: {}", name(finding), line(finding)));
        long unknown = findings.stream()
                .filter(finding -> finding.result() == Result.UNKNOWN)
                .count();
        if (unknown > 0) {
            log.warn("Tenant check: {} more cannot be told until the others are mended", unknown);
        }
        if (findings.stream().allMatch(finding -> finding.result() == Result.OK)) {
            log.info("The tenant is ready: {} checks, nothing is missing", findings.size());
        }
    }

    private static String name(Finding finding) {
        return finding.subject().isEmpty() ? finding.code() : finding.code() + " " + finding.subject();
    }

    private String line(Finding finding) {
        String text = texts.getMessage(finding.text(), Locale.ENGLISH);
        Words act = finding.whatToDo();
        return act == null ? text : text + " " + texts.getMessage(act, Locale.ENGLISH);
    }
}
