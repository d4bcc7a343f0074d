package dev.guestward.review;

import java.time.Instant;
import java.util.List;

/** What the hospital's table {@code review-recommendation} says. Asking changes nothing. */
public interface Recommendations {
    /**
     * The advice for each of these, in their order. A table that has no answer means that somebody has to look.
     *
     * @param inactiveBefore whoever signed in last before this time counts as inactive
     */
    List<Advice> on(List<Evidence> evidence, Instant inactiveBefore);
}
