package dev.guestward.guest;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** Says what happens to a guest next. */
@Component
public class NextActs {
    private final MessageSource texts;
    private final InvitationSteps steps;

    NextActs(MessageSource texts, InvitationSteps steps) {
        this.texts = texts;
        this.steps = steps;
    }

    /**
     * The next act.
     *
     * @param at when, if that is known
     * @param rule why
     * @param stoppableBy who may stop it
     */
    public record NextAct(String act, @Nullable Instant at, String rule, String stoppableBy) {}

    /** Null once nothing more will happen. */
    public @Nullable NextAct of(Guest guest, Locale locale) {
        if (guest.attention() == null && guest.state() == GuestState.INVITED && guest.redeemedAt() == null) {
            Optional<InvitationSteps.Step> step = steps.next(guest);
            if (step.isPresent()) {
                return act(step.get().kind().key(), step.get().at(), locale);
            }
        }
        String key = key(guest);
        if (key == null) {
            return null;
        }
        return act(key, "access-ends".equals(key) ? guest.accessUntil() : null, locale);
    }

    private NextAct act(String key, @Nullable Instant at, Locale locale) {
        return new NextAct(text(key, "act", locale), at, text(key, "rule", locale), text(key, "stoppable-by", locale));
    }

    private static @Nullable String key(Guest guest) {
        if (guest.attention() != null && guest.attention().holdsUp()) {
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
