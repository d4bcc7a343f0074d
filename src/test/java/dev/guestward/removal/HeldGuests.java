package dev.guestward.removal;

import dev.guestward.audit.Actor;
import dev.guestward.clinic.Clinics;
import dev.guestward.directory.DirectoryUser;
import dev.guestward.directory.InMemoryDirectory;
import dev.guestward.directory.effect.Effect;
import dev.guestward.directory.effect.Effects;
import dev.guestward.directory.effect.Wish;
import dev.guestward.embedded.SeedPeople;
import dev.guestward.guest.Guest;
import dev.guestward.guest.GuestId;
import dev.guestward.guest.Guests;
import dev.guestward.guest.NewGuest;
import dev.guestward.people.PersonId;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Makes guests with accounts, and what wants to take them away, without the workflows in between. */
final class HeldGuests {
    private final Guests guests;
    private final Clinics clinics;
    private final Removals removals;
    private final Effects effects;
    private final InMemoryDirectory directory;
    private final JdbcClient db;
    private final TransactionTemplate transaction;
    private final Clock clock;

    HeldGuests(
            Guests guests,
            Clinics clinics,
            Removals removals,
            Effects effects,
            InMemoryDirectory directory,
            JdbcClient db,
            PlatformTransactionManager transactions,
            Clock clock) {
        this.guests = guests;
        this.clinics = clinics;
        this.removals = removals;
        this.effects = effects;
        this.directory = directory;
        this.db = db;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
    }

    /** Nobody is managed, nothing is counted, held or open, and the caps are the first ones again. */
    void forgetAll() {
        directory.calmDown();
        db.sql("delete from brake_hold").update();
        db.sql("delete from brake_count").update();
        db.sql("delete from brake_cap_change").update();
        db.sql("delete from brake_cap").update();
        db.sql("delete from expected_end").update();
        db.sql("update removal set ended_at = asked_at, ended_as = 'UNDONE' where ended_at is null")
                .update();
        db.sql("update effect set state = 'REFUSED', settled_at = planned_at, woken = true"
                        + " where state in ('PLANNED', 'SENT', 'UNKNOWN')")
                .update();
        db.sql("update guest set state = 'PURGED', attention = null").update();
    }

    /** What caps are from now on. */
    void cap(BrakeCaps.Cap.Name name, int fewest, int most, int percent) {
        db.sql("insert into brake_cap (name, fewest, most, percent) values (?, ?, ?, ?)"
                        + " on conflict (name) do update set fewest = excluded.fewest, most = excluded.most,"
                        + " percent = excluded.percent")
                .params(name.name(), fewest, most, percent)
                .update();
    }

    /** Somebody who has accepted, with access for another month. */
    Guest active(String clinic) {
        return guest(clinic, DirectoryUser.Redemption.ACCEPTED, "ACTIVE");
    }

    /** Somebody who was invited and has not accepted. */
    Guest pending(String clinic) {
        return guest(clinic, DirectoryUser.Redemption.PENDING, "INVITED");
    }

    private Guest guest(String clinic, DirectoryUser.Redemption redemption, String state) {
        String email = "held-" + UUID.randomUUID() + "@harbour-clinic.example";
        GuestId id = guests.register(new NewGuest(
                        email,
                        "Dr Maya Okafor",
                        clinics.byKey(clinic).orElseThrow().id(),
                        SeedPeople.AMARA.id(),
                        SeedPeople.AMARA.id(),
                        Set.of(),
                        clock.instant().plus(Duration.ofDays(30)),
                        "Shared care of cardiology patients",
                        null,
                        "en"))
                .id();
        DirectoryUser account = directory.add(email, DirectoryUser.Kind.GUEST, redemption);
        db.sql("update guest set state = ?, directory_id = ? where id = ?")
                .params(state, account.id().value(), id.value())
                .update();
        return guests.get(id);
    }

    /** The end of access came a minute ago. */
    void endsNow(Guest guest) {
        endsAt(guest, clock.instant().minus(Duration.ofMinutes(1)));
    }

    void endsAt(Guest guest, Instant end) {
        db.sql("update guest set access_until = ? where id = ?")
                .params(Timestamp.from(end), guest.id().value())
                .update();
    }

    /** The guest's end as it is now stood in the forecast so long before. */
    void foreseen(Guest guest, Duration before) {
        Instant end = guests.get(guest.id()).accessUntil();
        db.sql("insert into expected_end (guest_id, access_until, noted_at) values (?, ?, ?)")
                .params(guest.id().value(), Timestamp.from(end), Timestamp.from(end.minus(before)))
                .update();
    }

    /** A block that is due, whatever the cause. */
    Effect block(Guest guest, Cause cause, boolean urgent, PersonId by) {
        if (cause == Cause.EXPIRY) {
            endsNow(guest);
        }
        return removed(guest, cause, urgent, by);
    }

    /** A block of somebody whose end of access has been set before. */
    Effect expired(Guest guest) {
        return removed(guest, Cause.EXPIRY, false, SeedPeople.AMARA.id());
    }

    private Effect removed(Guest guest, Cause cause, boolean urgent, PersonId by) {
        return transaction.execute(status -> {
            Removal removal = removals.open(
                    new Removals.Request(guest.id(), cause, Actor.person(by.value()), "Has left", urgent));
            db.sql("update removal set undo_until = asked_at where id = ?")
                    .param(removal.id())
                    .update();
            return removals.planBlock(removal, null);
        });
    }

    /** The deletion after the grace of somebody who was blocked long ago. */
    Effect delete(Guest guest) {
        return transaction.execute(status -> {
            Removal removal = removals.open(new Removals.Request(
                    guest.id(), Cause.REVIEW, Actor.schedule("reviews"), "Not needed any more", false));
            db.sql("update removal set block_sent_at = asked_at, blocked_at = asked_at, stripped_at = asked_at,"
                            + " delete_after = asked_at where id = ?")
                    .param(removal.id())
                    .update();
            db.sql("update guest set state = 'BLOCKED' where id = ?")
                    .param(guest.id().value())
                    .update();
            directory.enableSignIn(guest.account().orElseThrow(), false);
            return effects.plan(Wish.delete(
                            removal.key("delete"),
                            guest.id().value(),
                            guest.account().orElseThrow())
                    .because(Wish.STILL_BLOCKED));
        });
    }

    /** The deletion of somebody who never accepted. */
    Effect lapse(Guest guest) {
        return effects.plan(Wish.delete(
                        "lapse-" + guest.id(),
                        guest.id().value(),
                        guest.account().orElseThrow())
                .because(Wish.STILL_PENDING));
    }

    Effect.State state(Effect effect) {
        return Effect.State.valueOf(db.sql("select state from effect where id = ?")
                .param(effect.id())
                .query(String.class)
                .single());
    }

    boolean canSignIn(Guest guest) {
        return directory
                .user(guest.account().orElseThrow())
                .filter(DirectoryUser::enabled)
                .isPresent();
    }

    boolean isThere(Guest guest) {
        return directory.user(guest.account().orElseThrow()).isPresent();
    }
}
