package dev.guestward.guest;

import dev.guestward.problem.InvalidInput;

/** What pages of a list can be asked for. */
public final class Paging {
    private static final int LAST_PAGE = 1_000_000;

    private Paging() {}

    /** @throws InvalidInput for a page or a size that no list has */
    public static void check(int page, int size) {
        if (page < 0 || page > LAST_PAGE) {
            throw InvalidInput.of("page", "Pages count from 0.");
        }
        if (size < 1 || size > GuestSearch.LARGEST_PAGE) {
            throw InvalidInput.of("size", "Between 1 and " + GuestSearch.LARGEST_PAGE + ".");
        }
    }
}
