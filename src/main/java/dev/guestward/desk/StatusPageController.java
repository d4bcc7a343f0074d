package dev.guestward.desk;

import dev.guestward.directory.changes.CanaryStanding.Standing;
import dev.guestward.directory.changes.IntakeStanding.SubscriptionStanding;
import dev.guestward.feed.CanarySignal;
import dev.guestward.feed.DirectoryStatus;
import dev.guestward.feed.DirectoryStatus.Status;
import dev.guestward.people.Viewer;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpStatus;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

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

    /** The changing part of the page; nothing if all of it is shown already. */
    @GetMapping("/directory/status/live")
    @Nullable
    String live(
            @RequestParam(required = false) @Nullable String seen,
            Viewer viewer,
            Locale locale,
            Model model,
            HttpServletResponse response) {
        String view = show("desk/status-live", viewer, locale, model);
        if (Objects.equals(model.getAttribute("seen"), seen)) {
            response.setStatus(HttpStatus.NO_CONTENT.value());
            return null;
        }
        return view;
    }

    private String show(String view, Viewer viewer, Locale locale, Model model) {
        Status now = status.now(viewer);
        Map<String, @Nullable Object> shown = new LinkedHashMap<>();
        shown.put("overall", ReadinessPage.view(now.overall()));
        shown.put(
                "signals",
                now.signals().stream()
                        .map(one -> ReadinessPage.row(one, texts, locale))
                        .toList());
        shown.put(
                "subscriptions",
                now.subscriptions().stream().map(one -> row(one, locale)).toList());
        shown.put("lastNotification", when(now.lastNotification(), locale));
        shown.put("delta", when(now.deltaCompletedAt(), locale));
        shown.put("canary", canary(now.canary(), locale));
        shown.put(
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
        shown.forEach(model::addAttribute);
        // when it was looked at is always new: that alone is told once a minute
        Times.When at = times.moment(now.at(), locale);
        model.addAttribute("at", at);
        model.addAttribute("seen", Shown.stamp(shown, at.text()));
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
