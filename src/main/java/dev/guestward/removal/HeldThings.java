package dev.guestward.removal;

import dev.guestward.guest.GuestId;
import dev.guestward.people.People;
import dev.guestward.people.Person;
import dev.guestward.people.PersonId;
import dev.guestward.removal.Snapshots.Held;
import dev.guestward.removal.Snapshots.Kind;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What a removed guest held, by names, and where each of it is. */
@Component
public class HeldThings {
    private final Removals removals;
    private final Restorations restorations;
    private final Snapshots snapshots;
    private final People people;

    HeldThings(Removals removals, Restorations restorations, Snapshots snapshots, People people) {
        this.removals = removals;
        this.restorations = restorations;
        this.snapshots = snapshots;
        this.people = people;
    }

    /** Where a thing is. */
    public enum Where {
        /** Held all along: a removal does not take it, or has not taken it yet. */
        HELD,
        /** Should have been taken, and could not be. */
        STILL_HELD,
        TAKEN,
        GIVEN_BACK,
        /** A restoration could not put it back. */
        LOST
    }

    /**
     * One thing.
     *
     * @param name null for what the directory names by ids only
     * @param because a code: why it was not taken, or could not be put back
     */
    public record Thing(
            Kind kind,
            String target,
            @Nullable String name,
            Where where,
            @Nullable String because) {
        /** Whether a restoration would put it back. */
        public boolean comesBack() {
            return where == Where.TAKEN || where == Where.LOST;
        }
    }

    /**
     * Everything on record of the newest removal that took anything, or of the removal of the former account that the guest
     * gets things back from; empty if nothing is on record.
     */
    public List<Thing> of(GuestId guest) {
        return removals.newest(guest)
                .map(Removal::id)
                .or(() -> restorations.newest(guest).map(Restoration::removal))
                .map(removal -> snapshots.of(removal).stream().map(this::thing).toList())
                .orElse(List.of());
    }

    private Thing thing(Held held) {
        Where where = where(held);
        return new Thing(
                held.kind(),
                held.target(),
                name(held),
                where,
                where == Where.LOST ? held.lostBecause() : where == Where.STILL_HELD ? held.keptBecause() : null);
    }

    private static Where where(Held held) {
        if (held.givenBackAt() != null) {
            return Where.GIVEN_BACK;
        }
        if (held.lostBecause() != null) {
            return Where.LOST;
        }
        if (held.keptBecause() != null) {
            return Where.STILL_HELD;
        }
        return held.takenAt() == null ? Where.HELD : Where.TAKEN;
    }

    private @Nullable String name(Held held) {
        if (held.kind() == Kind.SPONSOR) {
            return Optional.of(new PersonId(held.target()))
                    .flatMap(people::byId)
                    .map(Person::displayName)
                    .orElse(held.name());
        }
        return held.name();
    }
}
