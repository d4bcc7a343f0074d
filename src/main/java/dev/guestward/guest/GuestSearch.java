package dev.guestward.guest;

import dev.guestward.people.PersonId;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What to list.
 *
 * @param attention what the guest waits for; null for all, waiting or not
 * @param endsWithin days from now within which access ends; null for all, ended or not
 * @param text part of a name or mail address; null for all
 * @param sort one of {@link Sort}; ties are broken by id so that pages never overlap
 */
public record GuestSearch(
        Set<GuestState> states,
        @Nullable Attention attention,
        @Nullable Integer endsWithin,
        @Nullable PersonId sponsor,
        @Nullable UUID clinic,
        @Nullable String text,
        Sort sort,
        boolean descending,
        int page,
        int size) {

    public static final int LARGEST_PAGE = 200;

    public enum Sort {
        NAME("g.display_name"),
        STATE("g.state"),
        ACCESS_UNTIL("g.access_until"),
        REQUESTED("g.requested_at");

        final String column;

        Sort(String column) {
            this.column = column;
        }
    }

    public GuestSearch {
        states = Set.copyOf(states);
        if (page < 0 || size < 1 || size > LARGEST_PAGE) {
            throw new IllegalArgumentException("page must not be negative, size between 1 and " + LARGEST_PAGE);
        }
    }
}
