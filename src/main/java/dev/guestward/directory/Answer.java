package dev.guestward.directory;

import java.time.Duration;

/**
 * What the directory said to an act. A cut connection or an unreadable answer is {@link Unknown}: the act may have
 * happened, so nobody may repeat it without reading back first.
 *
 * @param <T> what a successful act yields
 */
public sealed interface Answer<T> {

    /** The directory said yes. */
    record Done<T>(T value) implements Answer<T> {}

    /** The object is absent, or not yet visible on the replica that answered; the first minutes after creation both look alike. */
    record NotThere<T>() implements Answer<T> {}

    /** The object is so new that "absent" and "invalid" only mean that a replica has not heard of it. Nothing was changed. */
    record NotYetVisible<T>(Duration after) implements Answer<T> {}

    /** The directory said no, and will say no again until somebody changes something. Nothing was changed. */
    record Refused<T>(Reason reason, String code) implements Answer<T> {}

    /** Too many calls; nothing was changed. The same call must not be made before the time has passed. */
    record Throttled<T>(Duration after) implements Answer<T> {}

    /**
     * Nothing left the house, for a reason that concerns every act and not this one alone.
     *
     * @param code what the authority or the network said, without names: {@code AADSTS7000222}, {@code ConnectException}
     */
    record NotSent<T>(Trouble trouble, String code) implements Answer<T> {}

    /** Nobody knows whether it happened. */
    record Unknown<T>(String what) implements Answer<T> {}

    /** Why the directory refused; decides who is asked to help. */
    enum Reason {
        /** The tenant's collaboration settings forbid it. */
        POLICY,
        /** Our application lacks a permission. */
        PERMISSION,
        /** The tenant has stopped all invitations. */
        STOPPED,
        /** The request itself is not acceptable: a bad address, a duplicate, an object that may not be touched. */
        INVALID,
        /** The object is in a state that does not allow it. */
        CONFLICT
    }
}
