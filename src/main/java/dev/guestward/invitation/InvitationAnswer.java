package dev.guestward.invitation;

import dev.guestward.guest.GuestId;
import dev.guestward.guest.GuestState;
import java.util.List;

/** What became of a request. */
public sealed interface InvitationAnswer {

    /**
     * A guest was registered, or had been by an earlier request with the same key.
     *
     * @param state where the guest stood when this was answered first
     */
    record Accepted(GuestId guest, GuestState state) implements InvitationAnswer {}

    /** The caller's own list holds the address already; nothing was done. Only a line of a file is answered so. */
    record OnList(GuestId guest) implements InvitationAnswer {}

    /** The person was here before, and nothing was done: whoever asks has to choose. */
    record Choice(GuestId earlier, List<ChoiceNeeded.Way> ways) implements InvitationAnswer {}

    /** The address belongs to somebody else's guest, who is asked; nothing about that guest is told. */
    record KnownHere() implements InvitationAnswer {}
}
