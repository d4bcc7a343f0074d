package dev.guestward.review;

import dev.guestward.guest.GuestId;
import dev.guestward.people.PersonId;
import dev.guestward.sponsorship.CoSponsors;
import dev.guestward.sponsorship.SponsorChanged;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Reviews know who else vouches for a guest, and follow a guest who is handed to somebody else, in the same transaction. */
@Component
class FollowedSponsors implements FurtherSponsors {
    private final SponsorChanges changes;
    private final SilenceClaims claims;
    private final CoSponsors coSponsors;

    FollowedSponsors(SponsorChanges changes, SilenceClaims claims, CoSponsors coSponsors) {
        this.changes = changes;
        this.claims = claims;
        this.coSponsors = coSponsors;
    }

    @EventListener
    void on(SponsorChanged change) {
        changes.follow(change.guest());
        claims.follow(change.guest(), change.to());
    }

    @Override
    public Map<GuestId, List<PersonId>> of(Collection<GuestId> guests) {
        Map<GuestId, List<PersonId>> found = new LinkedHashMap<>();
        for (GuestId guest : guests) {
            List<PersonId> persons = coSponsors.of(guest);
            if (!persons.isEmpty()) {
                found.put(guest, persons);
            }
        }
        return found;
    }
}
