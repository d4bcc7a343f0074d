package dev.guestward.desk;

import dev.guestward.guest.Guest;
import dev.guestward.invitation.GuestEdit;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What somebody has typed to change a guest, unchecked, so that it can be shown again.
 *
 * @param confirmed the day that was confirmed as the end of access, if it was asked for
 * @param clinic its key; administrators choose it, others have none to choose
 */
record GuestEditForm(
        @Nullable String displayName,
        @Nullable String purpose,
        @Nullable String accessUntil,
        @Nullable Long version,
        @Nullable String confirmed,
        @Nullable String clinic) {

    static GuestEditForm of(Guest guest, LocalDate until, String clinic) {
        return new GuestEditForm(guest.displayName(), guest.purpose(), until.toString(), guest.version(), null, clinic);
    }

    GuestEditForm withVersion(long newer) {
        return new GuestEditForm(displayName, purpose, accessUntil, newer, null, clinic);
    }

    boolean isConfirmed() {
        return accessUntil != null && accessUntil.equals(confirmed);
    }

    /** As the API takes it, but for inputs: an empty one is wrong, not left out. Browsers end lines with two characters. */
    GuestEdit toEdit() {
        return new GuestEdit(
                text(displayName),
                text(purpose).replace("\r\n", "\n"),
                text(accessUntil),
                version,
                text(clinic).isBlank() ? null : clinic);
    }

    private static String text(@Nullable String given) {
        return given == null ? "" : given;
    }
}
