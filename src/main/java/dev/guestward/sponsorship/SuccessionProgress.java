package dev.guestward.sponsorship;

import dev.guestward.people.PersonId;
import dev.guestward.people.Viewer;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** How far successions have come, for administrators; others see their own only. */
@Component
public class SuccessionProgress {
    private static final int MOST = 100;

    private final SuccessionTable table;
    private final LeavingPeople leaving;

    SuccessionProgress(SuccessionTable table, LeavingPeople leaving) {
        this.table = table;
        this.leaving = leaving;
    }

    /**
     * One succession.
     *
     * @param guests how many there were
     * @param taken how many have somebody else
     * @param removed how many nobody wanted
     * @param left how many somebody is still asked for
     * @param asked how many open claims stand on which rung
     */
    public record Standing(
            Succession succession, int guests, int taken, int removed, int left, Map<Succession.Rung, Long> asked) {}

    /** Those under way, then those that ended last. */
    public List<Standing> of(Viewer viewer) {
        Map<UUID, List<Succession.Claim>> open =
                table.openClaims().stream().collect(Collectors.groupingBy(Succession.Claim::succession));
        return table.newest(MOST).stream()
                .filter(one -> viewer.isAdministrator() || viewer.is(one.sponsor()))
                .map(one -> standing(one, open.getOrDefault(one.id(), List.of())))
                .toList();
    }

    /** People who are marked as leaving, as far as this person may know. */
    public List<PersonId> marked(Viewer viewer) {
        return leaving.marked().stream()
                .filter(person -> viewer.isAdministrator() || viewer.is(person))
                .toList();
    }

    private Standing standing(Succession succession, List<Succession.Claim> open) {
        SuccessionTable.Tally tally = table.tally(succession.id());
        Map<Succession.Rung, Long> asked = new EnumMap<>(Succession.Rung.class);
        open.stream()
                .flatMap(claim -> Stream.ofNullable(claim.rung()))
                .forEach(rung -> asked.merge(rung, 1L, Long::sum));
        return new Standing(succession, tally.all(), tally.taken(), tally.removed(), tally.left(), asked);
    }
}
