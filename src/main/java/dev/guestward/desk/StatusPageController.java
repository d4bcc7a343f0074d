package dev.guestward.desk;

import dev.guestward.directory.changes.CanaryStanding.Standing;
import dev.guestward.directory.changes.IntakeStanding.SubscriptionStanding;
import dev.guestward.feed.CanarySignal;
import dev.guestward.feed.DirectoryStatus;
import dev.guestward.feed.DirectoryStatus.Status;
import dev.guestward.people.Viewer;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** How changes come in from the directory and acts go out to it. For administrators; the page follows by itself. */
@DeskPage
class StatusPageController {
    private final DirectoryStatus status;
    private final MessageSource texts;
    private final Times times;

    StatusPageController(DirectoryStatus status, MessageSource texts, Times times) {
        this.status = status;
        this.texts = texts;
        this.times = times;
    }

    /** Null where the directory has not answered yet. */
    record Subscription(
            String resource,
            boolean bridge,
            Times.@Nullable When expires,
            Times.@Nullable When checked,
            Times.@Nullable When notified) {}

    /** When the canary was last changed, and how it came back; texts are null where it did not. */
    record Canary(
            Times.@Nullable When tried,
            @Nullable String notified,
            @Nullable String found) {}

    record Act(String kind, long open, long minutes) {}

    @GetMapping("/directory/status")
    String page(Viewer viewer, Locale locale, Model model) {
        return show("desk/status", viewer, locale, model);
    }

    @GetMapping("/directory/status/live")
    String live(Viewer viewer, Locale locale, Model model) {
        return show("desk/status-live", viewer, locale, model);
    }

    private String show(String view, Viewer viewer, Locale locale, Model model) {
        Status now = status.now(viewer);
        model.addAttribute("overall", ReadinessPage.view(now.overall()));
        model.addAttribute("at", times.moment(now.at(), locale));
        model.addAttribute(
                "signals",
                now.signals().stream()
                        .map(one -> ReadinessPage.row(one, texts, locale))
                        .toList());
        model.addAttribute(
                "subscriptions",
                now.subscriptions().stream().map(one -> row(one, locale)).toList());
        model.addAttribute("lastNotification", when(now.lastNotification(), locale));
        model.addAttribute("delta", when(now.deltaCompletedAt(), locale));
        model.addAttribute("canary", canary(now.canary(), locale));
        model.addAttribute(
                "acts",
                now.acts().stream()
                        .map(one -> new Act(
                                texts.getMessage(
                                        "status.act." + one.kind(),
                                        null,
                                        one.kind().name(),
                                        locale),
                                one.open(),
                                one.oldest().toMinutes()))
                        .toList());
        return view;
    }

    private @Nullable Canary canary(Standing now, Locale locale) {
        return now.triedAt() == null
                ? null
                : new Canary(
                        when(now.triedAt(), locale),
                        after(now.notifiedAfter(), locale),
                        after(now.foundAfter(), locale));
    }

    private @Nullable String after(@Nullable Duration took, Locale locale) {
        return took == null ? null : texts.getMessage(CanarySignal.after(took), locale);
    }

    private Subscription row(SubscriptionStanding one, Locale locale) {
        return new Subscription(
                one.resource(),
                one.bridge(),
                when(one.expiresAt(), locale),
                when(one.checkedAt(), locale),
                when(one.notifiedAt(), locale));
    }

    private Times.@Nullable When when(@Nullable Instant at, Locale locale) {
        return at == null ? null : times.moment(at, locale);
    }
}
