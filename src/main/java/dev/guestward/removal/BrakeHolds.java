package dev.guestward.removal;

import dev.guestward.audit.Actor;
import dev.guestward.directory.effect.Effect;
import dev.guestward.directory.effect.EffectQueue;
import dev.guestward.guest.Attention;
import dev.guestward.guest.Guest;
import dev.guestward.guest.GuestId;
import dev.guestward.guest.GuestState;
import dev.guestward.guest.Guests;
import dev.guestward.guest.LeavingGuests;
import dev.guestward.guest.Remarks;
import dev.guestward.people.PersonId;
import dev.guestward.people.Viewer;
import dev.guestward.problem.Conflict;
import dev.guestward.problem.Findings;
import dev.guestward.problem.InvalidInput;
import dev.guestward.problem.NotFound;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * What people do about held acts: two different administrators release one, one drops it. Whoever asked for a removal is
 * neither of the two. Rows are taken in the order of the gateway, the guest's before the hold's, so that an act either sees
 * the decision or has left before it.
 */
@Component
public class BrakeHolds {
    /** So many acts can be named one by one; more are a batch. */
    private static final int MOST = 1000;

    private static final int LONGEST = 500;
    private static final int LISTED = 200;

    private final HeldActs held;
    private final Guests guests;
    private final LeavingGuests leaving;
    private final EffectQueue queue;
    private final MessageSource texts;
    private final Clock clock;

    BrakeHolds(
            HeldActs held, Guests guests, LeavingGuests leaving, EffectQueue queue, MessageSource texts, Clock clock) {
        this.held = held;
        this.guests = guests;
        this.leaving = leaving;
        this.queue = queue;
        this.texts = texts;
        this.clock = clock;
    }

    /**
     * Which acts are meant: some by their ids, or all of one batch.
     *
     * @param count how many the person thinks the batch has, typed as a confirmation
     */
    public record Choice(
            @Nullable List<@Nullable UUID> holds,
            @Nullable String batch,
            @Nullable Long count) {
        public static Choice of(UUID... holds) {
            return new Choice(List.of(holds), null, null);
        }
    }

    /**
     * What a release came to.
     *
     * @param asked wait for a second administrator
     * @param released go now
     * @param left of a batch, those that this person may not release
     */
    public record Released(int asked, int released, int left) {}

    private enum Refusal {
        OVER,
        ASKED_FOR_REMOVAL,
        ASKED_FOR_RELEASE
    }

    /** What waits, by batches; of each no more than 200 acts are listed. For administrators, and owners who look. */
    @Transactional(readOnly = true)
    public List<BrakeBatch> waiting(Viewer viewer) {
        if (!viewer.isAdministrator() && !viewer.isOwner()) {
            throw new AccessDeniedException("for administrators and owners");
        }
        return held.waiting(LISTED);
    }

    /**
     * Asks for the release of acts that nobody has asked for, and releases those that somebody else has. Of a batch, those
     * that this person may not release are left.
     *
     * @throws NotFound if there is no such act or batch
     * @throws InvalidInput if nothing is chosen, or the number is not that of the batch
     * @throws Conflict if an act does not wait any more, or this person may not be the one; then nothing has changed
     */
    @Transactional
    public Released release(Choice choice, Viewer viewer) {
        administrator(viewer);
        Actor actor = Actor.person(viewer.id().value());
        List<UUID> released = new ArrayList<>();
        Set<Refusal> refused = new HashSet<>();
        int asked = 0;
        int left = 0;
        for (Map.Entry<UUID, GuestId> act : held.guests(chosen(choice)).entrySet()) {
            leaving.locked(act.getValue());
            Optional<BrakeHold> hold = held.locked(act.getKey());
            Optional<Refusal> refusal =
                    hold.map(one -> refusal(one, viewer.id())).orElse(Optional.of(Refusal.OVER));
            if (hold.isEmpty() || refusal.isPresent()) {
                refusal.ifPresent(refused::add);
                left++;
            } else if (hold.get().firstBy() == null) {
                held.asked(act.getKey(), viewer.id(), clock.instant());
                guests.note(act.getValue(), actor, "brake-release-asked", details(hold.get()));
                asked++;
            } else {
                held.released(act.getKey(), viewer.id(), clock.instant());
                guests.note(act.getValue(), actor, "brake-released", details(hold.get()));
                released.add(act.getKey());
            }
        }
        if (left > 0 && (choice.batch() == null || asked + released.size() == 0)) {
            throw conflict(refused);
        }
        queue.dueNow(released);
        return new Released(asked, released.size(), left);
    }

    /**
     * Decides that acts are not done. Each is refused to whoever wished for it, and the guest stays.
     *
     * @return how many
     * @throws InvalidInput if there is no reason, or as for a release
     * @throws Conflict if an act does not wait any more; then nothing has changed
     */
    @Transactional
    public int drop(Choice choice, @Nullable String reason, Viewer viewer) {
        administrator(viewer);
        Findings findings = new Findings(texts);
        String because = findings.line("reason", reason, LONGEST, true);
        findings.throwIfAny();
        Actor actor = Actor.person(viewer.id().value());
        Map<UUID, GuestId> acts = held.guests(chosen(choice));
        for (Map.Entry<UUID, GuestId> act : acts.entrySet()) {
            leaving.locked(act.getValue());
            BrakeHold hold = held.locked(act.getKey()).orElseThrow(() -> conflict(Set.of(Refusal.OVER)));
            held.dropped(act.getKey(), because, viewer.id(), clock.instant());
            dropped(guests.get(act.getValue()), hold, actor);
        }
        queue.dueNow(acts.keySet());
        return acts.size();
    }

    /** Only what told of the hold is over with it. Whoever is blocked and was let in by others is in by the word of people now. */
    private void dropped(Guest guest, BrakeHold hold, Actor actor) {
        if (guest.attention() != Attention.HELD_BY_BRAKE) {
            guests.note(guest.id(), actor, "brake-dropped", dropped(hold));
            return;
        }
        boolean letIn = hold.act() == Effect.Kind.BLOCK && guest.state() == GuestState.BLOCKED;
        guests.attention(guest.id(), letIn ? Attention.ENABLED_BY_OTHERS : null, actor, "brake-dropped", dropped(hold));
    }

    private static Optional<Refusal> refusal(BrakeHold hold, PersonId person) {
        if (hold.asker().filter(person::equals).isPresent()) {
            return Optional.of(Refusal.ASKED_FOR_REMOVAL);
        }
        return person.equals(hold.firstBy()) ? Optional.of(Refusal.ASKED_FOR_RELEASE) : Optional.empty();
    }

    private List<UUID> chosen(Choice choice) {
        Findings findings = new Findings(texts);
        List<@Nullable UUID> named = choice.holds() == null ? List.of() : choice.holds();
        if (choice.batch() == null) {
            Set<UUID> some = named.stream().filter(Objects::nonNull).collect(Collectors.toSet());
            if (some.isEmpty() || named.size() > MOST || named.stream().anyMatch(Objects::isNull)) {
                findings.add("holds", "brake.invalid.holds", MOST);
                findings.throwIfAny();
            }
            if (held.guests(some).size() != some.size()) {
                throw new NotFound(text("NOT_THERE"));
            }
            return List.copyOf(some);
        }
        List<UUID> all = BrakeBatch.Key.parse(choice.batch()).map(held::of).orElse(List.of());
        if (all.isEmpty()) {
            throw new NotFound(text("NOT_THERE"));
        }
        if (!named.isEmpty()) {
            findings.add("holds", "brake.invalid.either");
        }
        if (!Objects.equals(choice.count(), (long) all.size())) {
            findings.add("count", "brake.invalid.count", all.size());
        }
        findings.throwIfAny();
        return all;
    }

    private Conflict conflict(Set<Refusal> refused) {
        Refusal first = refused.stream().sorted().findFirst().orElse(Refusal.OVER);
        return new Conflict(text(first.name()));
    }

    private String text(String conflict) {
        return Objects.requireNonNull(
                texts.getMessage("brake.conflict." + conflict, null, LocaleContextHolder.getLocale()));
    }

    private static Map<String, String> dropped(BrakeHold hold) {
        return Map.of("act", hold.act().name(), Remarks.DETAIL, hold.id().toString());
    }

    private static Map<String, String> details(BrakeHold hold) {
        return Map.of("act", hold.act().name());
    }

    static void administrator(Viewer viewer) {
        if (!viewer.isAdministrator()) {
            throw new AccessDeniedException("for administrators");
        }
    }
}
