package dev.guestward.desk;

import dev.guestward.guest.NextActs.NextAct;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A guest on a page of their own.
 *
 * @param identity key of a text that says with what the guest signs in, or null before redemption
 * @param issuer as the directory names it, for identities without a text
 * @param expected key of a text that says what the clinic's people are expected to use, if that is something else
 * @param otherwise what happens by itself as long as nobody does what comes next
 * @param resend whether the invitation can be sent again; null if that is no question here
 * @param following whether the page should keep asking for news
 * @param leaving whether a removal or a restoration gets on just now: its news change the whole page
 * @param seen changes whenever something on the page does
 */
record GuestDetails(
        GuestRow guest,
        String purpose,
        String message,
        String language,
        String requestedBy,
        Times.When stateSince,
        @Nullable String identity,
        String issuer,
        @Nullable String expected,
        List<Grant> grants,
        @Nullable NextAct next,
        Times.@Nullable When nextAt,
        List<Later> otherwise,
        List<Step> steps,
        List<Line> timeline,
        List<Mail> mails,
        @Nullable Resend resend,
        boolean following,
        boolean leaving,
        String seen) {

    /** What the guest gets; {@code given} is null until the directory has confirmed it. */
    record Grant(String name, Times.@Nullable When given) {}

    /** Something that happens at its time. */
    record Later(String act, Times.When at) {}

    /** A line of the history. */
    record Line(Times.When at, String actor, String text) {}

    /** A mail about the guest: which one, and what became of it. */
    record Mail(String letter, StateView state, Times.When since) {}

    /** Sending the invitation again; {@code why} is the key of a text, empty if it is possible. */
    record Resend(boolean possible, String why) {}

    /** A step on the way to access; {@code note} says more in words, or is empty. */
    record Step(String name, Standing standing, Times.@Nullable When at, String note) {
        public String text() {
            return "step." + name;
        }
    }

    /** Where a step stands. */
    enum Standing {
        DONE,
        CURRENT,
        TROUBLE,
        OPEN,
        /** It was not needed: a later one is done. */
        PASSED_OVER,
        /** It will not happen any more. */
        DROPPED
    }
}
