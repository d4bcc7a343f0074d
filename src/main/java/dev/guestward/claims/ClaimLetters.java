package dev.guestward.claims;

import dev.guestward.claims.ClaimTasks.Open;
import dev.guestward.hospital.HospitalSettings;
import dev.guestward.mail.Letter;
import dev.guestward.mail.LetterKind;
import dev.guestward.mail.MailOutbox;
import dev.guestward.mail.ProductAddress;
import dev.guestward.people.People;
import dev.guestward.people.Person;
import dev.guestward.people.PersonId;
import dev.guestward.people.Role;
import dev.guestward.problem.DatabaseAway;
import dev.guestward.schedule.FleetJob;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Writes to whoever is asked to claim guests: when a task is new, and once more on its follow-up day, at most one letter a day
 * and person. What a whole group may claim is everybody's task and so nobody's: administrators are told of it.
 */
@Component
public class ClaimLetters implements FleetJob {
    private static final Logger log = LoggerFactory.getLogger(ClaimLetters.class);

    private enum Occasion {
        ASKED,
        AGAIN
    }

    private final ClaimTasks tasks;
    private final People people;
    private final MailOutbox outbox;
    private final JdbcClient db;
    private final HospitalSettings hospital;
    private final TransactionTemplate transaction;
    private final Clock clock;
    private final String tasklist;

    ClaimLetters(
            ClaimTasks tasks,
            People people,
            MailOutbox outbox,
            JdbcClient db,
            HospitalSettings hospital,
            PlatformTransactionManager transactions,
            Clock clock,
            ProductAddress product) {
        this.tasks = tasks;
        this.people = people;
        this.outbox = outbox;
        this.db = db;
        this.hospital = hospital;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
        this.tasklist = product.tasklist();
    }

    @Override
    public String name() {
        return "claim-letters";
    }

    @Override
    public Duration every() {
        return Duration.ofMinutes(15);
    }

    @Override
    public void run() {
        List<Open> open = tasks.open();
        Map<Person, List<Open>> readers = new LinkedHashMap<>();
        for (Open task : open) {
            if (task.suspended()) {
                continue;
            }
            readers(task)
                    .forEach(person -> readers.computeIfAbsent(person, one -> new ArrayList<>())
                            .add(task));
        }
        readers.forEach(this::tryToWrite);
        forget(open.stream().map(Open::task).toList());
    }

    private void tryToWrite(Person person, List<Open> asked) {
        try {
            transaction.executeWithoutResult(status -> write(person, asked));
        } catch (RuntimeException e) {
            DatabaseAway.rethrow(e);
            // one person must not keep all others from their letters
            log.error("The letter about what person {} may claim cannot be written now", person.id(), e);
        }
    }

    private Collection<Person> readers(Open task) {
        List<Person> named = task.people().stream()
                .flatMap(id -> people.byId(id).stream())
                .filter(ClaimLetters::canBeWrittenTo)
                .toList();
        return named.isEmpty()
                ? people.withRole(Role.ADMINISTRATOR).stream()
                        .filter(ClaimLetters::canBeWrittenTo)
                        .toList()
                : named;
    }

    private static boolean canBeWrittenTo(Person person) {
        return person.enabled() && person.mail() != null;
    }

    private void write(Person person, List<Open> asked) {
        String to = person.mail();
        Map<Open, Occasion> untold = untold(person.id(), asked);
        if (untold.isEmpty() || to == null) {
            return;
        }
        LocalDate today = LocalDate.ofInstant(clock.instant(), hospital.timeZone());
        String key = LetterKind.CLAIMS_WAITING + ":" + person.id() + ":" + today;
        Instant first = asked.stream().map(Open::dueAt).min(Instant::compareTo).orElseThrow();
        Letter letter = new Letter(
                key,
                LetterKind.CLAIMS_WAITING,
                null,
                to,
                null,
                Map.of("tasks", asked.size(), "dueAt", first, "taskUrl", tasklist));
        // who has had one today gets the next tomorrow
        if (outbox.queue(letter)) {
            untold.forEach((task, occasion) -> db.sql("insert into claim_notice (task_id, person_id, occasion, letter)"
                            + " values (?, ?, ?, ?) on conflict do nothing")
                    .params(task.task(), person.id().value(), occasion.name(), key)
                    .update());
        }
    }

    private Map<Open, Occasion> untold(PersonId person, List<Open> asked) {
        Set<String> told =
                new HashSet<>(db.sql("select task_id || ':' || occasion from claim_notice where person_id = ?")
                        .param(person.value())
                        .query(String.class)
                        .list());
        Instant now = clock.instant();
        return asked.stream()
                .collect(Collectors.toMap(
                        task -> task, task -> task.againAt().isAfter(now) ? Occasion.ASKED : Occasion.AGAIN))
                .entrySet()
                .stream()
                .filter(entry -> !told.contains(entry.getKey().task() + ":" + entry.getValue()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private void forget(List<String> open) {
        db.sql("delete from claim_notice where task_id <> all (?)")
                .param(open.toArray(String[]::new))
                .update();
    }
}
