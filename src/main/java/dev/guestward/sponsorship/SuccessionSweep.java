package dev.guestward.sponsorship;

import dev.guestward.directory.DirectoryUnavailable;
import dev.guestward.guest.Sponsored;
import dev.guestward.people.PersonId;
import dev.guestward.schedule.FleetJob;
import dev.guestward.sponsorship.Succession.Cause;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Finds sponsors who leave, or have left, and still have guests; and those who stay after all. What it finds is the same
 * however often and whenever it runs, so nobody is forgotten whose leaving was not noticed.
 */
@Component
public class SuccessionSweep implements FleetJob {
    private static final Logger log = LoggerFactory.getLogger(SuccessionSweep.class);

    private final Sponsored sponsored;
    private final Eligible eligible;
    private final LeavingPeople marked;
    private final SuccessionTable table;
    private final Successions successions;
    private final SponsorReading reading;

    SuccessionSweep(
            Sponsored sponsored,
            Eligible eligible,
            LeavingPeople marked,
            SuccessionTable table,
            Successions successions,
            SponsorReading reading) {
        this.sponsored = sponsored;
        this.eligible = eligible;
        this.marked = marked;
        this.table = table;
        this.successions = successions;
        this.reading = reading;
    }

    @Override
    public String name() {
        return "succession-sweep";
    }

    @Override
    public Duration every() {
        return Duration.ofMinutes(2);
    }

    @Override
    public boolean atStart() {
        return true;
    }

    @Override
    public void run() {
        Set<PersonId> staying = eligible.all();
        Set<PersonId> leaving =
                table.allOpen().stream().map(Succession::sponsor).collect(Collectors.toSet());
        leaving.stream().filter(staying::contains).forEach(successions::stays);
        sponsored.sponsors().stream()
                .filter(sponsor -> !staying.contains(sponsor) && !leaving.contains(sponsor))
                .filter(sponsor -> !successions.inNeed(sponsor).isEmpty())
                .forEach(this::begin);
        successions.endEmpty();
    }

    private void begin(PersonId sponsor) {
        try {
            Optional<Cause> cause = marked.isMarked(sponsor) ? Optional.of(Cause.LEAVING) : reading.causeOf(sponsor);
            Optional<PersonId> manager = cause.isEmpty() ? Optional.empty() : reading.managerOf(sponsor);
            cause.ifPresent(why -> successions.begin(sponsor, why, manager.orElse(null)));
        } catch (DirectoryUnavailable e) {
            log.info("Whether sponsor {} has left cannot be told now; the next run asks again", sponsor);
        } catch (RuntimeException e) {
            // one sponsor must not keep the others' guests from being asked for
            log.warn("The succession of sponsor {} cannot begin now", sponsor, e);
        }
    }
}
