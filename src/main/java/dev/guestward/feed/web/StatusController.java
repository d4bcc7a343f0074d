package dev.guestward.feed.web;

import dev.guestward.directory.changes.CanaryStanding.Standing;
import dev.guestward.directory.changes.IntakeStanding.SubscriptionStanding;
import dev.guestward.feed.DirectoryStatus;
import dev.guestward.feed.DirectoryStatus.Status;
import dev.guestward.people.Viewer;
import io.swagger.v3.oas.annotations.Parameter;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** How changes come in from the directory and acts go out to it. */
@RestController
class StatusController {
    private final DirectoryStatus status;
    private final MessageSource texts;

    StatusController(DirectoryStatus status, MessageSource texts) {
        this.status = status;
        this.texts = texts;
    }

    /** @param whatToDo missing if there is nothing to do */
    record Signal(
            String code,
            String result,
            String text,
            @Nullable String whatToDo) {}

    record Acts(String kind, long open, long oldestSeconds) {}

    /** @param why a code, where the account or the directory is the reason */
    record Canary(
            String proof,
            @Nullable String why,
            @Nullable Instant triedAt,
            @Nullable Long notifiedAfterSeconds,
            @Nullable Long foundAfterSeconds) {
        static Canary of(Standing at) {
            return new Canary(
                    at.proof().name(),
                    at.why(),
                    at.triedAt(),
                    at.notifiedAfter() == null ? null : at.notifiedAfter().toSeconds(),
                    at.foundAfter() == null ? null : at.foundAfter().toSeconds());
        }
    }

    record StatusView(
            String overall,
            Instant at,
            List<SubscriptionStanding> subscriptions,
            @Nullable Instant lastNotification,
            @Nullable Instant deltaCompletedAt,
            @Nullable Long backlog,
            long postponed,
            long deadLetters,
            long seemGone,
            Canary canary,
            List<Acts> acts,
            List<Signal> signals) {}

    /** What is OK, off or stands still, the worst first; each with what to do. */
    @GetMapping(path = "/api/directory/status", produces = "application/json")
    StatusView status(@Parameter(hidden = true) Viewer viewer, @Parameter(hidden = true) Locale locale) {
        Status now = status.now(viewer);
        return new StatusView(
                now.overall().name(),
                now.at(),
                now.subscriptions(),
                now.lastNotification(),
                now.deltaCompletedAt(),
                now.backlog(),
                now.postponed(),
                now.deadLetters(),
                now.disappearance() == null ? 0 : now.disappearance().accounts(),
                Canary.of(now.canary()),
                now.acts().stream()
                        .map(one -> new Acts(
                                one.kind().name(), one.open(), one.oldest().toSeconds()))
                        .toList(),
                now.signals().stream()
                        .map(one -> new Signal(
                                one.code(),
                                one.result().name(),
                                texts.getMessage(one.text(), locale),
                                one.whatToDo() == null ? null : texts.getMessage(one.whatToDo(), locale)))
                        .toList());
    }
}
