package dev.guestward.invitation;

import dev.guestward.audit.Actor;
import dev.guestward.guest.Guest;
import dev.guestward.guest.GuestId;
import dev.guestward.guest.GuestState;
import dev.guestward.guest.Guests;
import dev.guestward.guest.Timeline;
import dev.guestward.people.PersonId;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Requests for people who are guests already. A sponsor learns nothing of another sponsor's guest but that there is one. */
@Component
public class KnownPeople {
    private static final String PREFIX = "known-";

    private final Guests guests;
    private final Timeline timeline;
    private final RedeemLinks links;

    KnownPeople(Guests guests, Timeline timeline, RedeemLinks links) {
        this.guests = guests;
        this.timeline = timeline;
        this.links = links;
    }

    /** Notes at somebody's guest that another person asked for the same one. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void askCoSponsorship(Guest known, PersonId asks) {
        guests.note(known.id(), Actor.person(asks.value()), "co-sponsorship-asked", Map.of("by", asks.value()));
    }

    /** Ends a request: the directory shows that the address belongs to the account of this other guest. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void decline(GuestId requested, GuestId holder, Actor actor) {
        Guest request = guests.get(requested);
        Guest known = guests.get(holder);
        links.take(requested);
        if (known.sponsor().equals(request.sponsor())) {
            guests.declined(requested, actor, own(known), Map.of("guest", holder.toString()));
        } else {
            guests.declined(requested, actor, PREFIX + "here");
            askCoSponsorship(known, request.requestedBy());
        }
    }

    /** Why such a request ended, for the letter to its sponsor; empty if it ended for another reason. */
    public Optional<String> reason(GuestId requested, Locale locale) {
        return timeline.of(requested, locale).stream()
                .filter(line -> line.code().startsWith(PREFIX))
                .map(Timeline.Line::text)
                .findFirst();
    }

    private static String own(Guest known) {
        return PREFIX + (known.state() == GuestState.BLOCKED ? "own-blocked" : "own");
    }
}
