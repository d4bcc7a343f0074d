package dev.guestward.invitation;

import dev.guestward.audit.Actor;
import dev.guestward.guest.Guest;
import dev.guestward.guest.GuestFacts;
import dev.guestward.guest.GuestId;
import dev.guestward.guest.GuestState;
import dev.guestward.guest.Guests;
import dev.guestward.people.Viewer;
import dev.guestward.problem.Conflict;
import dev.guestward.problem.Findings;
import dev.guestward.problem.InvalidInput;
import dev.guestward.problem.NotFound;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.MessageSource;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Changes of a guest's name, purpose, clinic and end of access, in the register only: the directory keeps the name it was given.
 * An end may always come sooner; it may come later only as far as the policy would let the guest in without asking anybody.
 */
@Component
public class GuestEdits {
    private static final Logger log = LoggerFactory.getLogger(GuestEdits.class);
    private static final Set<GuestState> OPEN = Set.of(GuestState.REQUESTED, GuestState.INVITED, GuestState.ACTIVE);

    /** An end so near leaves little time to change one's mind. */
    private static final Duration SOON = Duration.ofDays(7);

    private final Guests guests;
    private final GuestFacts facts;
    private final InvitationRules rules;
    private final EndOfAccess ends;
    private final MessageSource texts;
    private final Clock clock;

    GuestEdits(
            Guests guests,
            GuestFacts facts,
            InvitationRules rules,
            EndOfAccess ends,
            MessageSource texts,
            Clock clock) {
        this.guests = guests;
        this.facts = facts;
        this.rules = rules;
        this.ends = ends;
        this.texts = texts;
        this.clock = clock;
    }

    /** A change that is acceptable. */
    private record Change(String displayName, String purpose, UUID clinic, Instant accessUntil, List<String> fields) {
        boolean shortens(Guest guest) {
            return accessUntil.isBefore(guest.accessUntil());
        }
    }

    /** Whether this person may change anything of the guest. */
    public static boolean mayEdit(Guest guest, Viewer viewer) {
        return isTheirs(guest, viewer) && OPEN.contains(guest.state());
    }

    /**
     * Whether the change would end access within a few days, which people confirm first. Nothing is written.
     *
     * @throws InvalidInput as {@link #edit} does, and so with all of its exceptions
     */
    @Transactional(readOnly = true)
    public boolean endsSoon(GuestId id, GuestEdit edit, Viewer viewer) {
        Guest guest = guests.visible(id, viewer);
        Change change = checked(guest, edit, viewer);
        return change.shortens(guest)
                && change.accessUntil().isBefore(clock.instant().plus(SOON));
    }

    /**
     * Changes what differs. What changes nothing leaves no trace.
     *
     * @throws InvalidInput naming every field that is not acceptable
     * @throws Conflict if the guest has changed since it was read, or is on the way out
     * @throws NotFound if there is no such guest, or the person may not know of it
     * @throws AccessDeniedException if the person may see the guest only
     */
    @Transactional
    public Guest edit(GuestId id, GuestEdit edit, Viewer viewer) {
        Guest before = guests.visible(id, viewer);
        Change change = checked(before, edit, viewer);
        if (change.fields().isEmpty()) {
            return before;
        }
        Map<String, String> details = new HashMap<>();
        details.put("fields", String.join("+", change.fields()));
        if (!change.accessUntil().equals(before.accessUntil())) {
            details.put("was", rules.day(before.accessUntil()).toString());
            details.put("until", rules.day(change.accessUntil()).toString());
        }
        facts.change(
                id,
                before.version(),
                change.displayName(),
                change.purpose(),
                change.clinic(),
                change.accessUntil(),
                Actor.person(viewer.id().value()),
                details);
        log.info("Guest {} edited: {}", id, change.fields());
        return guests.get(id);
    }

    private static boolean isTheirs(Guest guest, Viewer viewer) {
        return viewer.isAdministrator() || viewer.is(guest.sponsor());
    }

    private Change checked(Guest guest, GuestEdit edit, Viewer viewer) {
        if (!isTheirs(guest, viewer)) {
            throw new AccessDeniedException("for the sponsor and administrators");
        }
        if (!OPEN.contains(guest.state())) {
            throw new Conflict("This guest is declined, blocked or gone. Nothing can be changed any more.");
        }
        Findings findings = new Findings(texts);
        if (edit.version() == null) {
            findings.add("version", "guest-edit.invalid.version");
        } else if (edit.version() != guest.version()) {
            throw new Conflict("This guest has changed since you read it. Read it again.");
        }
        String name = edit.displayName() == null ? guest.displayName() : rules.name(edit.displayName(), findings);
        String purpose = edit.purpose() == null ? guest.purpose() : rules.purpose(edit.purpose(), findings);
        Instant until = edit.accessUntil() == null ? guest.accessUntil() : until(guest, edit.accessUntil(), findings);
        if (until.isAfter(guest.accessUntil()) && !findings.any()) {
            ends.later(until, guest, viewer, findings);
        }
        UUID clinic = clinic(guest, edit.clinic(), until, viewer, findings);
        findings.throwIfAny();
        List<String> fields = new ArrayList<>();
        addIf(!name.equals(guest.displayName()), "display-name", fields);
        addIf(!purpose.equals(guest.purpose()), "purpose", fields);
        addIf(!until.equals(guest.accessUntil()), "access-until", fields);
        addIf(!clinic.equals(guest.clinicId()), "clinic", fields);
        return new Change(name, purpose, clinic, until, List.copyOf(fields));
    }

    private UUID clinic(Guest guest, @Nullable String given, Instant until, Viewer viewer, Findings findings) {
        if (given == null) {
            return guest.clinicId();
        }
        if (!viewer.isAdministrator()) {
            throw new AccessDeniedException("for administrators");
        }
        return rules.otherClinic(given.strip(), guest, until, findings).orElse(guest.clinicId());
    }

    private static void addIf(boolean differs, String field, List<String> fields) {
        if (differs) {
            fields.add(field);
        }
    }

    /** A form sends along the day that stands in it: the same day is no change, even if it could not be asked for today. */
    private Instant until(Guest guest, String given, Findings findings) {
        return given.strip().equals(rules.day(guest.accessUntil()).toString())
                ? guest.accessUntil()
                : rules.end(given, guest.clinicId(), findings).orElse(guest.accessUntil());
    }
}
