package dev.guestward.claims;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.AdditionalAnswers.delegatesTo;
import static org.mockito.ArgumentMatchers.argThat;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;

import dev.guestward.Hospital;
import dev.guestward.claims.ClaimTasks.Open;
import dev.guestward.embedded.SeedPeople;
import dev.guestward.hospital.HospitalSettings;
import dev.guestward.mail.MailOutbox;
import dev.guestward.mail.ProductAddress;
import dev.guestward.people.Person;
import dev.guestward.people.Role;
import dev.guestward.platform.PlatformTest;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

/** Whoever is asked to claim guests hears of it by mail, and not too often. */
class ClaimLettersTest extends PlatformTest {
    @Autowired
    ProductAddress product;

    @Autowired
    ClaimTasks ofTheEngine;

    @Autowired
    MailOutbox outbox;

    @Autowired
    HospitalSettings hospital;

    @Autowired
    JdbcClient db;

    @Autowired
    PlatformTransactionManager transactions;

    private final String task = UUID.randomUUID().toString();
    private final List<Open> open = new ArrayList<>();
    private final Person vera = staff("vera");
    private final Person wim = staff("wim");

    private static Person staff(String name) {
        int number = (int) (System.nanoTime() % 1_000_000_000L);
        return SeedPeople.person(number, name + "." + number, "Somebody", Role.SPONSOR);
    }

    @Test
    void whoIsAskedIsWrittenToOnceForAllThatWaits() {
        known(vera, wim);
        open.add(asks(task, later(), vera));
        open.add(asks(task + "2", later(), vera, wim));

        letters().run();
        letters().run();

        assertThat(mailsTo(vera)).hasSize(1).first().asString().contains("Tasks for you: 2", "/camunda/app/tasklist/");
        assertThat(mailsTo(wim)).hasSize(1).first().asString().contains("Tasks for you: 1");
    }

    @Test
    void whoCannotBeWrittenToKeepsNobodyElseFromTheirLetter() {
        known(vera, wim);
        open.add(asks(task, later(), vera));
        open.add(asks(task + "2", later(), wim));
        MailOutbox failing = mock(MailOutbox.class, delegatesTo(outbox));
        doThrow(new IllegalStateException("nobody has thought of this"))
                .when(failing)
                .queue(argThat(letter -> letter != null && letter.to().equals(vera.mail())));

        new ClaimLetters(() -> open, people, failing, db, hospital, transactions, clock, product).run();

        assertThat(mailsTo(vera)).isEmpty();
        assertThat(mailsTo(wim)).hasSize(1);
    }

    @Test
    void aTaskThatComesLaterTheSameDayWaitsForTomorrowsLetter() {
        known(vera);
        open.add(asks(task, later(), vera));
        letters().run();
        open.add(asks(task + "2", later(), vera));

        letters().run();
        assertThat(mailsTo(vera)).hasSize(1);

        yesterday(vera);
        letters().run();
        assertThat(mailsTo(vera)).hasSize(2);
        yesterday(vera);
        letters().run();
        assertThat(mailsTo(vera)).as("nothing is new").hasSize(2);
    }

    @Test
    void onTheFollowUpDayThereIsOneMoreLetter() {
        known(vera);
        open.add(asks(task, later(), vera));
        letters().run();
        yesterday(vera);
        open.set(0, asks(task, clock.instant().minusSeconds(60), vera));

        letters().run();
        yesterday(vera);
        letters().run();

        assertThat(mailsTo(vera)).hasSize(2);
    }

    @Test
    void whatIsNobodysInParticularIsToldToAdministrators() {
        Person admin = SeedPeople.person(
                (int) (System.nanoTime() % 1_000_000_000L), "ada." + System.nanoTime(), "Somebody", Role.ADMINISTRATOR);
        known(vera, admin);
        open.add(asks(task, later()));

        letters().run();

        assertThat(mailsTo(admin)).hasSize(1);
        assertThat(mailsTo(vera)).isEmpty();
    }

    @Test
    void whatTheEngineAsksOfASponsorIsFound() {
        Hospital api = new Hospital(URI.create("http://localhost:" + port), URI.create("http://localhost"));
        String guest = api.invite(
                        "amara.singh", Hospital.invitation("claimed." + System.nanoTime() + "@harbour-clinic.example"))
                .json()
                .path("guestId")
                .asText();
        String instance =
                runtime.startProcessInstanceByKey("silence-claim", guest).getId();
        String asked = tasks.createTaskQuery()
                .processInstanceId(instance)
                .singleResult()
                .getId();

        List<Open> found = ofTheEngine.open().stream()
                .filter(one -> one.task().equals(asked))
                .toList();
        tasks.setAssignee(asked, SeedPeople.AMARA.id().value());
        List<Open> taken = ofTheEngine.open().stream()
                .filter(one -> one.task().equals(asked))
                .toList();
        runtime.deleteProcessInstance(instance, "test");

        assertThat(found).singleElement().satisfies(one -> {
            assertThat(one.people()).containsExactly(SeedPeople.AMARA.id());
            assertThat(one.againAt()).isBefore(one.dueAt());
        });
        assertThat(taken).as("somebody does it").isEmpty();
    }

    private void known(Person... more) {
        people.replaceAll(
                Stream.concat(SeedPeople.ALL.stream(), Stream.of(more)).toList(), clock.instant());
    }

    private Instant later() {
        return clock.instant().plus(Duration.ofDays(2));
    }

    private Open asks(String id, Instant again, Person... persons) {
        return new Open(
                id,
                Set.copyOf(Stream.of(persons).map(Person::id).toList()),
                clock.instant().plus(Duration.ofDays(7)),
                again,
                false);
    }

    private ClaimLetters letters() {
        return new ClaimLetters(() -> open, people, outbox, db, hospital, transactions, clock, product);
    }

    /** The letters so far were of the day before. */
    private void yesterday(Person person) {
        db.sql("update mail_message set dedup_key = dedup_key || ':' || id where to_address = ?")
                .param(person.mail())
                .update();
    }

    private List<String> mailsTo(Person person) {
        return db.sql("select text_body from mail_message where kind = 'CLAIMS_WAITING' and to_address = ?")
                .param(person.mail())
                .query(String.class)
                .list();
    }
}
