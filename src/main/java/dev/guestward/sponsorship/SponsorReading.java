package dev.guestward.sponsorship;

import dev.guestward.directory.DirectoryReads;
import dev.guestward.directory.DirectoryUnavailable;
import dev.guestward.directory.DirectoryUser;
import dev.guestward.directory.ObjectId;
import dev.guestward.people.PersonId;
import dev.guestward.people.StaffSettings;
import dev.guestward.sponsorship.Succession.Cause;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Asks the directory itself about somebody whom the list of sponsors does not show: a list alone proves nothing. */
@Component
class SponsorReading {
    private final DirectoryReads directory;
    private final StaffSettings staff;

    SponsorReading(DirectoryReads directory, StaffSettings staff) {
        this.directory = directory;
        this.staff = staff;
    }

    /**
     * Why this sponsor is none any more.
     *
     * @return empty if the directory shows a sponsor all the same
     * @throws DirectoryUnavailable if it cannot be told now
     */
    Optional<Cause> causeOf(PersonId sponsor) {
        ObjectId account = new ObjectId(sponsor.value());
        Optional<DirectoryUser> user = directory.user(account);
        if (user.isEmpty()) {
            return Optional.of(Cause.GONE);
        }
        if (!user.get().enabled()) {
            return Optional.of(Cause.DISABLED);
        }
        return directory.isMember(new ObjectId(staff.sponsorsGroup()), account)
                ? Optional.empty()
                : Optional.of(Cause.ROLE_LOST);
    }

    /** Empty for an account that is gone, too: nobody knows the manager of such a one. */
    Optional<PersonId> managerOf(PersonId sponsor) {
        return directory.manager(new ObjectId(sponsor.value())).map(id -> new PersonId(id.value()));
    }
}
