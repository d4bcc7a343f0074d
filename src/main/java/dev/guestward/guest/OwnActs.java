package dev.guestward.guest;

import java.util.Optional;

/** What we do to accounts ourselves: none of it must be taken for somebody else's doing. */
public interface OwnActs {

    /** Acts on whether an account is there and may sign in. */
    enum Act {
        BLOCK,
        UNBLOCK,
        DELETE,
        RESTORE
    }

    /** The newest of them that has left the house, whether it is confirmed or still in the dark. */
    Optional<Act> newest(GuestId guest);
}
