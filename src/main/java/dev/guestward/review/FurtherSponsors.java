package dev.guestward.review;

import dev.guestward.guest.GuestId;
import dev.guestward.people.PersonId;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Who else vouches for guests; whoever knows makes a bean of it. Without one there are none. */
public interface FurtherSponsors {
    /** The co-sponsors of each of these guests who has some, in the order in which they are asked. */
    Map<GuestId, List<PersonId>> of(Collection<GuestId> guests);
}
