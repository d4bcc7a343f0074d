package dev.guestward.feed;

import dev.guestward.directory.changes.CanaryStanding;
import dev.guestward.directory.changes.IntakeStanding;
import dev.guestward.readiness.Finding;
import dev.guestward.readiness.ReadinessCheck;
import dev.guestward.readiness.Result;
import dev.guestward.readiness.Words;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/** Says when the feed of changes waits for a person. */
@Component
class FeedCheck implements ReadinessCheck {
    private final IntakeStanding standing;
    private final CanaryStanding canary;

    FeedCheck(IntakeStanding standing, CanaryStanding canary) {
        this.standing = standing;
        this.canary = canary;
    }

    @Override
    public String code() {
        return "feed";
    }

    @Override
    public List<Finding> look() {
        List<Finding> findings = new ArrayList<>();
        standing.disappearance()
                .ifPresent(alarm -> findings.add(new Finding(
                        "disappearance",
                        "",
                        Result.BLOCKED,
                        Words.of("feed.check.disappearance", alarm.accounts(), alarm.managed()),
                        Words.of("feed.check.disappearance.do"),
                        null)));
        long letters = standing.deadLetters();
        if (letters > 0) {
            findings.add(new Finding(
                    "dead-letters",
                    "",
                    Result.WARNING,
                    Words.of("feed.check.dead-letters", letters),
                    Words.of("feed.check.dead-letters.do"),
                    null));
        }
        if (canary.now().proof() == CanaryStanding.Proof.LOST) {
            findings.add(new Finding(
                    "canary", "", Result.BLOCKED, Words.of("canary.lost"), Words.of("canary.lost.do"), null));
        }
        if (findings.isEmpty()) {
            findings.add(new Finding(code(), "", Result.OK, Words.of("feed.check.ok"), null, null));
        }
        return findings;
    }
}
