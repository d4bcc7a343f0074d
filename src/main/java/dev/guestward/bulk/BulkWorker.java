package dev.guestward.bulk;

import dev.guestward.bulk.DueRows.DueRow;
import dev.guestward.invitation.ChoiceNeeded;
import dev.guestward.invitation.InvitationAnswer;
import dev.guestward.invitation.Invitations;
import dev.guestward.people.People;
import dev.guestward.people.Person;
import dev.guestward.people.Viewer;
import dev.guestward.problem.Conflict;
import dev.guestward.problem.InvalidInput;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.MessageSource;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Works off confirmed files, line by line, on as many nodes as there are. The guest, the workflow and the line's result are
 * one transaction: a line is done once, however often a node is killed. What goes wrong with a line is noted at that line.
 */
@Component
public class BulkWorker {
    private static final Logger log = LoggerFactory.getLogger(BulkWorker.class);
    private static final int AT_ONCE = 20;
    private static final int MOST_ATTEMPTS = 6;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(2);

    private final DueRows rows;
    private final Invitations invitations;
    private final People people;
    private final MessageSource texts;
    private final TransactionTemplate transaction;
    private final Clock clock;

    BulkWorker(
            DueRows rows,
            Invitations invitations,
            People people,
            MessageSource texts,
            PlatformTransactionManager transactions,
            Clock clock) {
        this.rows = rows;
        this.invitations = invitations;
        this.people = people;
        this.texts = texts;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
    }

    /**
     * Works on what is due now.
     *
     * @return how many lines were tried
     */
    public int runOnce() {
        int tried = 0;
        while (tried < AT_ONCE && tryOne()) {
            tried++;
        }
        int finished = rows.finish(clock.instant());
        if (finished > 0) {
            log.info("{} files of guests are finished", finished);
        }
        return tried;
    }

    private boolean tryOne() {
        AtomicReference<DueRow> inHand = new AtomicReference<>();
        try {
            return Boolean.TRUE.equals(transaction.execute(status -> {
                Optional<DueRow> due = rows.take(clock.instant());
                due.ifPresent(row -> {
                    inHand.set(row);
                    work(row);
                });
                return due.isPresent();
            }));
        } catch (RuntimeException e) {
            // whatever is wrong with one line, it is noted there and must not stop the others
            DueRow row = inHand.get();
            if (row == null) {
                throw e;
            }
            note(row, e);
            return true;
        }
    }

    private void work(DueRow row) {
        Optional<Viewer> uploader = people.byId(row.uploader())
                .filter(Person::enabled)
                .filter(person -> !person.roles().isEmpty())
                .map(Viewer::of);
        if (uploader.isEmpty()) {
            rows.settle(row, RowResult.FAILED, null, said(row, "bulk.row.uploader-gone"), clock.instant());
            return;
        }
        InvitationAnswer answer = invitations.requestFromFile(row.request(), uploader.get(), row.locale());
        if (answer instanceof InvitationAnswer.Accepted accepted) {
            rows.settle(row, RowResult.REQUESTED, accepted.guest(), null, clock.instant());
        } else if (answer instanceof InvitationAnswer.OnList known) {
            rows.settle(row, RowResult.ON_LIST, known.guest(), null, clock.instant());
        } else if (answer instanceof InvitationAnswer.Choice choice) {
            String words = choice.ways().stream().map(ChoiceNeeded.Way::key).collect(Collectors.joining(", "));
            rows.settle(
                    row,
                    RowResult.CHOICE_NEEDED,
                    choice.earlier(),
                    said(row, "bulk.row.choice", words),
                    clock.instant());
        } else {
            rows.settle(row, RowResult.KNOWN_HERE, null, null, clock.instant());
        }
    }

    /** The attempt has left nothing behind. What may pass is tried again later, behind all that has not been tried. */
    private void note(DueRow row, RuntimeException e) {
        if (e instanceof InvalidInput invalid) {
            String problem = invalid.fields().stream()
                    .map(field -> field.field() + ": " + field.message())
                    .collect(Collectors.joining(" "));
            rows.settle(row, RowResult.FAILED, null, problem, clock.instant());
            return;
        }
        if (e instanceof AccessDeniedException) {
            rows.settle(row, RowResult.FAILED, null, said(row, "bulk.row.not-yours"), clock.instant());
            return;
        }
        // the class alone: messages may name people
        String kind = e.getClass().getSimpleName();
        int attempt = row.attempts() + 1;
        if (attempt >= MOST_ATTEMPTS) {
            log.error("Line {} of file {} has failed {} times: {}", row.line(), row.file(), attempt, kind);
            String problem = e instanceof Conflict
                    ? Objects.requireNonNullElse(e.getMessage(), kind)
                    : said(row, "bulk.row.unexpected");
            rows.settle(row, RowResult.FAILED, null, problem, clock.instant());
        } else {
            log.warn("Line {} of file {} failed and is tried again: {}", row.line(), row.file(), kind);
            Duration pause = FIRST_PAUSE.multipliedBy(1L << (2 * row.attempts()));
            rows.postpone(row, clock.instant().plus(pause));
        }
    }

    private String said(DueRow row, String text, Object... values) {
        return texts.getMessage(text, values, row.locale());
    }
}
