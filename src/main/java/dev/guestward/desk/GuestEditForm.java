package dev.guestward.desk;

import dev.guestward.guest.Guest;
import dev.guestward.invitation.GuestEdit;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What somebody has typed to change a guest, unchecked, so that it can be shown again.
 *
 * @param confirmed the day that was confirmed as the end of access, if it was asked for
 */
record GuestEditForm(
        @Nullable String displayName,
        @Nullable String purpose,
        @Nullable String accessUntil,
        @Nullable Long version,
        @Nullable String confirmed) {

    static GuestEditForm of(Guest guest, LocalDate until) {
        return new GuestEditForm(guest.displayName(), guest.purpose(), until.toString(), guest.version(), null);
    }

    GuestEditForm withVersion(long newer) {
        return new GuestEditForm(displayName, purpose, accessUntil, newer, null);
    }

    boolean isConfirmed() {
        return accessUntil != null && accessUntil.equals(confirmed);
    }

    /** As the API takes it, but for inputs: an empty one is wrong, not left out. Browsers end lines with two characters. */
    GuestEdit toEdit() {
        return new GuestEdit(text(displayName), text(purpose).replace("\r\n", "\n"), text(accessUntil), version);
    }

    private static String text(@Nullable String given) {
        return given == null ? "" : given;
    }
}
