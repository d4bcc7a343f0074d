package dev.guestward.desk;

import dev.guestward.guest.Guest;
import dev.guestward.people.Viewer;
import dev.guestward.removal.exemption.ProtectedAccount;
import dev.guestward.removal.exemption.ProtectedAccounts;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Makes what pages show of protected accounts. */
@Component
class ProtectionViews {
    private final ProtectedAccounts accounts;
    private final GuestViews names;
    private final Times times;

    ProtectionViews(ProtectedAccounts accounts, GuestViews names, Times times) {
        this.accounts = accounts;
        this.names = names;
        this.times = times;
    }

    /**
     * A protected account in the list.
     *
     * @param guestId empty, as name and mail address are, if it is no guest's of ours
     */
    record Row(
            String id,
            String account,
            String guestId,
            String name,
            String mail,
            String reason,
            String listedBy,
            Times.When listedAt,
            Times.When until) {
        public boolean ours() {
            return !guestId.isEmpty();
        }
    }

    /** What a guest's page says. */
    record Note(Times.When until, String listedBy) {}

    Row row(ProtectedAccount entry, Locale locale) {
        Optional<Guest> guest = accounts.guestOf(entry);
        return new Row(
                entry.id().toString(),
                entry.accountId(),
                guest.map(one -> one.id().toString()).orElse(""),
                Shown.text(guest.map(Guest::displayName).orElse("")),
                Shown.text(guest.map(Guest::email).orElse("")),
                Shown.text(entry.reason()),
                names.person(entry.listedBy(), locale),
                times.moment(entry.listedAt(), locale),
                times.endOf(entry.until(), locale));
    }

    /** Null if nothing protects the account, or this person is not told. */
    @Nullable
    Note note(Guest guest, Viewer viewer, Locale locale) {
        return accounts.of(guest, viewer)
                .map(entry -> new Note(times.endOf(entry.until(), locale), names.person(entry.listedBy(), locale)))
                .orElse(null);
    }
}
