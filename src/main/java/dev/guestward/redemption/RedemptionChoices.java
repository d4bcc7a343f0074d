package dev.guestward.redemption;

import dev.guestward.audit.Actor;
import dev.guestward.guest.Guest;
import dev.guestward.guest.GuestId;
import dev.guestward.guest.GuestState;
import dev.guestward.guest.Guests;
import dev.guestward.guest.PendingGuests;
import dev.guestward.invitation.GuestAddresses;
import dev.guestward.invitation.RedeemLinks;
import dev.guestward.mail.MailOutbox;
import dev.guestward.people.People;
import dev.guestward.people.Person;
import dev.guestward.people.PersonId;
import dev.guestward.people.Role;
import dev.guestward.problem.Conflict;
import dev.guestward.problem.InvalidInput;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.context.MessageSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** What sponsors choose. It lives here; the workflow asks and never trusts a task's variables. */
@Component
public class RedemptionChoices {
    private final JdbcClient db;
    private final Guests guests;
    private final PendingGuests pending;
    private final GuestAddresses addresses;
    private final FollowUps followUps;
    private final RedeemLinks links;
    private final MailOutbox outbox;
    private final People people;
    private final MessageSource texts;
    private final Clock clock;

    RedemptionChoices(
            JdbcClient db,
            Guests guests,
            PendingGuests pending,
            GuestAddresses addresses,
            FollowUps followUps,
            RedeemLinks links,
            MailOutbox outbox,
            People people,
            MessageSource texts,
            Clock clock) {
        this.db = db;
        this.guests = guests;
        this.pending = pending;
        this.addresses = addresses;
        this.followUps = followUps;
        this.links = links;
        this.outbox = outbox;
        this.people = people;
        this.texts = texts;
        this.clock = clock;
    }

    /**
     * Keeps an address until the task is completed with {@link Choice#CORRECT}.
     *
     * @throws InvalidInput if the guest cannot have it
     * @throws Conflict if the person may not choose, there is nothing to choose, or somebody has the address
     */
    @Transactional
    public void keepAddress(GuestId id, PersonId person, String email) {
        Guest guest = open(id, person);
        String checked = addresses.tried(email, guest, person);
        db.sql("""
                        insert into address_correction (guest_id, email, given_by, given_at) values (?, ?, ?, ?)
                        on conflict (guest_id) do update set email = excluded.email, given_by = excluded.given_by,
                                                             given_at = excluded.given_at""")
                .params(id.value(), checked, person.value(), Timestamp.from(clock.instant()))
                .update();
    }

    /** The address that is kept for this guest. */
    public Optional<String> keptAddress(GuestId id) {
        return db.sql("select email from address_correction where guest_id = ?")
                .param(id.value())
                .query(String.class)
                .optional();
    }

    /**
     * Records a choice.
     *
     * @throws InvalidInput if an address is to be corrected and none is kept
     * @throws Conflict if the person may not choose, or there is nothing left to choose
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void choose(GuestId id, PersonId person, Choice choice) {
        Guest guest = open(id, person);
        Actor actor = Actor.person(person.value());
        switch (choice) {
            case AGAIN -> again(guest, actor);
            case DROP -> drop(id, actor);
            case CORRECT -> correct(guest, actor);
        }
        forgetAddress(id);
        db.sql("insert into redemption_choice (id, guest_id, decided_by, choice, decided_at) values (?, ?, ?, ?, ?)")
                .params(UUID.randomUUID(), id.value(), person.value(), choice.name(), Timestamp.from(clock.instant()))
                .update();
    }

    private void again(Guest guest, Actor actor) {
        if (guest.redeemedAt() != null) {
            throw Conflict.of(texts, "conflict.choice.wrong-address");
        }
        guests.note(guest.id(), actor, "link-asked", Map.of());
    }

    private void drop(GuestId id, Actor actor) {
        outbox.withdrawFrom(id);
        guests.note(id, actor, "invitation-dropped", Map.of());
    }

    private void correct(Guest guest, Actor actor) {
        String address = keptAddress(guest.id())
                .orElseThrow(() -> InvalidInput.of("email", texts, "conflict.choice.no-address"));
        outbox.withdrawFrom(guest.id());
        pending.correctAddress(guest.id(), addresses.checked(address, guest), actor);
        // a link that was on its way to the old address must not be mailed to the new one before the account has it
        links.take(guest.id());
        // whoever accepts until then is not the one who was meant
        followUps.addressIsWrong(guest.id());
    }

    /** The newest choice. */
    public Optional<Choice> newest(GuestId id) {
        return db.sql("select choice from redemption_choice where guest_id = ? order by decided_at desc limit 1")
                .param(id.value())
                .query(String.class)
                .optional()
                .map(Choice::valueOf);
    }

    /** The newest choice about an invitation that was made at this time. */
    Optional<Choice> newestSince(GuestId id, Instant invited) {
        return db.sql("select choice from redemption_choice where guest_id = ? and decided_at >= ?"
                        + " order by decided_at desc limit 1")
                .params(id.value(), Timestamp.from(invited))
                .query(String.class)
                .optional()
                .map(Choice::valueOf);
    }

    @Transactional(propagation = Propagation.MANDATORY)
    void forgetAddress(GuestId id) {
        db.sql("delete from address_correction where guest_id = ?")
                .param(id.value())
                .update();
    }

    private Guest open(GuestId id, PersonId person) {
        Guest guest = guests.get(id);
        // what somebody accepted at a wrong address settles nothing
        boolean accepted = guest.redeemedAt() != null && !followUps.isAddressWrong(id);
        if (guest.state() != GuestState.INVITED || accepted) {
            throw Conflict.of(texts, "conflict.choice.over");
        }
        boolean may = guest.sponsor().equals(person)
                || people.byId(person)
                        .filter(Person::enabled)
                        .filter(one -> one.has(Role.ADMINISTRATOR))
                        .isPresent();
        if (!may) {
            throw Conflict.of(texts, "conflict.choice.who");
        }
        return guest;
    }
}
