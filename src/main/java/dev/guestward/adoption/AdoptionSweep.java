package dev.guestward.adoption;

import dev.guestward.directory.DirectoryUnavailable;
import dev.guestward.guest.GuestState;
import dev.guestward.mode.Mode;
import dev.guestward.problem.DatabaseAway;
import dev.guestward.schedule.FleetJob;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Puts guests that were found into batches, by clinic and apart those whose sponsor is known, and starts a workflow for
 * each. Reads the directory only when somebody is due; while we only report, nobody is.
 */
@Component
public class AdoptionSweep implements FleetJob {
    private static final Logger log = LoggerFactory.getLogger(AdoptionSweep.class);
    private static final int MOST = 20_000;

    private final FoundGuestTable table;
    private final AdoptionState state;
    private final AdoptionSettings settings;
    private final Batches batches;
    private final Adoptions adoptions;
    private final Hindrance hindrance;
    private final Relations relations;
    private final AdoptionWorkflow workflow;
    private final Mode mode;
    private final TransactionTemplate transaction;

    AdoptionSweep(
            FoundGuestTable table,
            AdoptionState state,
            AdoptionSettings settings,
            Batches batches,
            Adoptions adoptions,
            Hindrance hindrance,
            Relations relations,
            AdoptionWorkflow workflow,
            Mode mode,
            PlatformTransactionManager transactions) {
        this.table = table;
        this.state = state;
        this.settings = settings;
        this.batches = batches;
        this.adoptions = adoptions;
        this.hindrance = hindrance;
        this.relations = relations;
        this.workflow = workflow;
        this.mode = mode;
        this.transaction = new TransactionTemplate(transactions);
    }

    @Override
    public String name() {
        return "adoption";
    }

    @Override
    public Duration every() {
        return Duration.ofMinutes(1);
    }

    @Override
    public void run() {
        if (!settings.watches()) {
            return;
        }
        lookAgain();
        if (mode.reportsOnly()) {
            return;
        }
        each(batches.unheard(), "The batch {} of found guests cannot go on now", workflow::changed);
        List<FoundGuest> due = table.due(state.adopts(), MOST);
        if (due.isEmpty()) {
            return;
        }
        List<FoundGuest> free;
        try {
            free = relations.read(due);
        } catch (DirectoryUnavailable e) {
            log.info("Guests that were found cannot be looked at now; the next run tries again");
            return;
        }
        grouped(free).forEach(this::begin);
    }

    private void begin(List<FoundGuest> guests) {
        try {
            transaction.executeWithoutResult(status -> workflow.start(batches.open(guests)));
        } catch (RuntimeException e) {
            DatabaseAway.rethrow(e);
            // whatever it is, the other batches must not wait for this one; the next run tries again
            log.error(
                    "A batch of {} found guests, {} among them, cannot begin now",
                    guests.size(),
                    guests.get(0).id(),
                    e);
        }
    }

    /** All at once; if that fails, each alone, so that none keeps the others waiting. */
    private <T> void each(List<T> all, String failure, Consumer<T> act) {
        try {
            transaction.executeWithoutResult(status -> all.forEach(act));
        } catch (RuntimeException e) {
            DatabaseAway.rethrow(e);
            // one of them failed, and took the others' transaction along
            all.forEach(one -> alone(one, failure, act));
        }
    }

    private <T> void alone(T one, String failure, Consumer<T> act) {
        try {
            transaction.executeWithoutResult(status -> act.accept(one));
        } catch (RuntimeException e) {
            DatabaseAway.rethrow(e);
            // whatever it is, it concerns this one alone; the next run tries again
            log.error(failure, one, e);
        }
    }

    private void lookAgain() {
        List<FoundGuest> hindered = table.hinderedByUs();
        Map<String, GuestState> holders = hindrance.holders(hindered);
        each(hindered, "Whether {} may be adopted by now cannot be told", guest -> {
            Hindrance.Verdict verdict = hindrance.of(guest, holders);
            if (verdict.standing() != guest.standing()) {
                table.stands(guest.id(), verdict);
            }
        });
    }

    /** Batches; what needs a person is not mixed with what does not. */
    private List<List<FoundGuest>> grouped(List<FoundGuest> guests) {
        Map<Group, List<FoundGuest>> groups = new LinkedHashMap<>();
        for (FoundGuest guest : guests) {
            UUID clinic = guest.clinicId();
            Group group = new Group(clinic == null ? "" : clinic.toString(), guest.canBeAdoptedByRule());
            groups.computeIfAbsent(group, one -> new ArrayList<>()).add(guest);
        }
        return groups.values().stream().flatMap(group -> parts(group).stream()).toList();
    }

    private static Collection<List<FoundGuest>> parts(List<FoundGuest> group) {
        List<List<FoundGuest>> parts = new ArrayList<>();
        for (int from = 0; from < group.size(); from += Batches.MOST) {
            parts.add(group.subList(from, Math.min(from + Batches.MOST, group.size())));
        }
        return parts;
    }

    private record Group(String clinic, boolean byRule) {}
}
