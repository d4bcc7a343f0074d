package dev.guestward.guest;

import dev.guestward.audit.Actor;

/**
 * What a guest is here for has changed, told within the transaction of the change.
 *
 * @param actor who changed it
 */
public record GuestChanged(GuestId guest, What what, Actor actor) {
    public enum What {
        CLINIC("clinic-changed"),
        PURPOSE("purpose-changed"),
        /** What the guest holds: somebody gave or took it in the directory. */
        GRANTS("grants-changed");

        private final String code;

        What(String code) {
            this.code = code;
        }

        /** As it is kept, and as texts name it. */
        public String code() {
            return code;
        }
    }
}
