package dev.guestward.guest;

import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** Says what happens to a guest next. */
@Component
public class NextActs {
    private static final Set<GuestState> MAY_LEAVE =
            EnumSet.of(GuestState.INVITED, GuestState.ACTIVE, GuestState.BLOCKED, GuestState.DELETED);

    private final MessageSource texts;
    private final InvitationSteps steps;
    private final ApprovalSteps approvals;
    private final LeavingSteps leaving;

    NextActs(MessageSource texts, InvitationSteps steps, ApprovalSteps approvals, LeavingSteps leaving) {
        this.texts = texts;
        this.steps = steps;
        this.approvals = approvals;
        this.leaving = leaving;
    }

    /**
     * The next act.
     *
     * @param at when, if that is known; at the latest, where something else happens otherwise
     * @param rule why
     * @param stoppableBy who may stop it
     * @param otherwise what happens by itself as long as nobody acts, soonest first
     */
    public record NextAct(String act, @Nullable Instant at, String rule, String stoppableBy, List<Later> otherwise) {
        public NextAct {
            otherwise = List.copyOf(otherwise);
        }
    }

    /** Something that happens at its time. */
    public record Later(String act, Instant at) {}

    /** Null once nothing more will happen. */
    public @Nullable NextAct of(Guest guest, Locale locale) {
        Optional<LeavingSteps.Step> leave =
                isCalm(guest) && MAY_LEAVE.contains(guest.state()) ? leaving.next(guest) : Optional.empty();
        if (leave.isPresent()) {
            return act("leaving-" + leave.get().kind().key(), leave.get().at(), locale);
        }
        if (isCalm(guest) && guest.state() == GuestState.INVITED && guest.redeemedAt() == null) {
            Optional<InvitationSteps.Step> step = steps.next(guest);
            if (step.isPresent()) {
                return act(step.get().kind().key(), step.get().at(), locale);
            }
        }
        String key = key(guest);
        if (key == null) {
            return null;
        }
        if (guest.attention() == Attention.WAITS_FOR_OWNER) {
            return approval(key, approvals.ahead(guest.id()), locale);
        }
        return act(key, "access-ends".equals(key) ? guest.accessUntil() : null, locale);
    }

    /** What only tells something hides nothing of what comes next. */
    private static boolean isCalm(Guest guest) {
        return guest.attention() == null || !guest.attention().holdsUp();
    }

    private NextAct act(String key, @Nullable Instant at, Locale locale) {
        return act(key, at, List.of(), locale);
    }

    private NextAct act(String key, @Nullable Instant at, List<Later> otherwise, Locale locale) {
        return new NextAct(
                text(key, "act", locale), at, text(key, "rule", locale), text(key, "stoppable-by", locale), otherwise);
    }

    private NextAct approval(String key, List<ApprovalSteps.Step> ahead, Locale locale) {
        Instant closing = ahead.stream()
                .filter(step -> step.kind() == ApprovalSteps.Kind.CLOSE)
                .map(ApprovalSteps.Step::at)
                .findFirst()
                .orElse(null);
        List<Later> otherwise = ahead.stream()
                .map(step -> new Later(text(key, step.kind().key(), locale), step.at()))
                .toList();
        return act(key, closing, otherwise, locale);
    }

    /** What was only reported about somebody who has, or had, access was its end: nothing came of that. */
    private static boolean isReportedAbout(Guest guest) {
        return guest.attention() == Attention.ONLY_REPORTED
                && (guest.state() == GuestState.ACTIVE || guest.state() == GuestState.BLOCKED);
    }

    private static @Nullable String key(Guest guest) {
        if (guest.attention() != null && guest.attention().holdsUp() && !isReportedAbout(guest)) {
            return guest.attention().name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
        return switch (guest.state()) {
            case REQUESTED -> "invite";
            case INVITED -> guest.redeemedAt() == null ? "redemption" : "grant";
            case ACTIVE -> "access-ends";
            case BLOCKED -> "blocked";
            case DISCOVERED -> "discovered";
            case DECLINED, DELETED, PURGED -> null;
        };
    }

    private String text(String key, String part, Locale locale) {
        return texts.getMessage("next." + key + "." + part, null, locale);
    }
}
