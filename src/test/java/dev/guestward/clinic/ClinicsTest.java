package dev.guestward.clinic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.guestward.audit.Actor;
import dev.guestward.audit.AuditLedger;
import dev.guestward.clinic.ClinicRequest.ContactRequest;
import dev.guestward.embedded.SeedPeople;
import dev.guestward.people.Person;
import dev.guestward.people.Viewer;
import dev.guestward.platform.PlatformTest;
import dev.guestward.problem.Conflict;
import dev.guestward.problem.InvalidInput;
import dev.guestward.problem.NotFound;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What a clinic may be, and what happens when two people change clinics at once, on a real database. */
class ClinicsTest extends PlatformTest {
    private static final Viewer ADMIN = Viewer.of(SeedPeople.ADMIN);
    private static final String TENANT = "0f3b6c1d-5a27-4e98-b1c4-9d7e2f60a835";

    @Autowired
    Clinics clinics;

    @Autowired
    AuditLedger audit;

    @Autowired
    JdbcClient db;

    @Autowired
    PlatformTransactionManager transactions;

    private final String key = "c" + Long.toString(System.nanoTime(), 36);
    private final String domain = key + ".example";

    @Test
    void aClinicIsReadAsItWasRegistered() {
        Clinic created = clinics.create(full(key, "ELM." + domain, domain), ADMIN);

        assertThat(created)
                .isEqualTo(new Clinic(
                        created.id(),
                        key,
                        "Elm Street Practice",
                        Set.of(domain, "elm." + domain),
                        false,
                        today().plusDays(30),
                        List.of(
                                new Contact("Ruth Amundsen", "office@" + domain, "Practice manager"),
                                new Contact("Night desk", "night@" + domain, "")),
                        Set.of("health-records"),
                        UUID.fromString(TENANT),
                        IdentityKind.WORK_ACCOUNT,
                        Set.of(SeedPeople.AMARA.id(), SeedPeople.BEN.id()),
                        0));
        assertThat(clinics.byKey(key)).contains(created);
        assertThat(clinics.byId(created.id())).contains(created);
        assertThat(clinics.byDomain(domain)).contains(created);
        assertThat(clinics.byDomain("ward." + domain)).contains(created);
        assertThat(clinics.all()).contains(created);
        assertThat(clinics.matching("elm." + key)).containsExactly(created);
    }

    @Test
    void whatIsLeftOutIsTheCarefulChoice() {
        Clinic created = clinics.create(least(key, domain), ADMIN);

        assertThat(created.ownerApproves()).isTrue();
        assertThat(created.holdsOn(today().plusYears(50))).isTrue();
        assertThat(created.allows("health-records")).isTrue();
        assertThat(created.identityKind()).isEqualTo(IdentityKind.ANY);
        assertThat(created.signUpSponsors()).isEmpty();
    }

    @Test
    void everyWrongFieldIsNamedAtOnce() {
        ClinicRequest wrong = new ClinicRequest(
                "Elm Street",
                " ",
                List.of("example", "elm..example", "northfield.example", "harbour-clinic.example", domain),
                null,
                today().minusDays(1).toString(),
                List.of(
                        new ContactRequest("", "office", "a\u202Eb"),
                        new ContactRequest("Ruth", "ruth@" + domain, null)),
                List.of("root"),
                "elm",
                "badge",
                List.of("amara.singh", "owner", "nobody.here"),
                null);

        assertThat(problems(wrong))
                .containsOnlyKeys(
                        "key",
                        "name",
                        "domains[0]",
                        "domains[1]",
                        "domains[2]",
                        "domains[3]",
                        "agreementEnd",
                        "contacts[0].name",
                        "contacts[0].mail",
                        "contacts[0].role",
                        "allowedGrants",
                        "homeTenant",
                        "identityKind",
                        "signUpSponsors[1]",
                        "signUpSponsors[2]")
                .containsEntry(
                        "domains[3]",
                        "harbour-clinic.example belongs to Harbour Clinic (harbour) already. Take it out there first.");
        assertThat(clinics.byDomain(domain)).isEmpty();
    }

    @Test
    void aClinicNeedsAKeyANameAndADomain() {
        assertThat(problems(least(null, null))).containsOnlyKeys("key", "domains");
        assertThat(problems(least("new", domain))).containsOnlyKeys("key");
        assertThat(problems(least("harbour", domain)))
                .containsEntry("key", "This is the short name of Harbour Clinic already.");
    }

    @Test
    void anAgreementMayEndTodayAndHoldsTheWholeDay() {
        Clinic created = clinics.create(ending(today()), ADMIN);

        assertThat(created.holdsOn(today())).isTrue();
        assertThat(created.holdsOn(today().plusDays(1))).isFalse();
    }

    @Test
    void aSponsorWhoHasLeftTakesNobodyOn() {
        List<Person> without = new ArrayList<>(SeedPeople.ALL);
        without.remove(SeedPeople.AMARA);
        people.replaceAll(without, clock.instant());

        assertThat(problems(full(key, domain))).containsOnlyKeys("signUpSponsors[0]", "signUpSponsors[2]");
    }

    @Test
    void everyChangeIsInTheLedgerWithoutAnythingPersonal() {
        Clinic created = clinics.create(full(key, domain), ADMIN);

        Clinic changed = clinics.update(key, least(null, domain, 0L), ADMIN);

        assertThat(changed).isEqualTo(clinics.byKey(key).orElseThrow());
        assertThat(changed.version()).isEqualTo(1);
        assertThat(changed.contacts()).isEmpty();
        assertThat(audit.of(created.id()))
                .extracting(entry -> entry.code() + " " + entry.details())
                .containsExactly(
                        "clinic-created {key=" + key + "}",
                        "clinic-changed {fields=agreement-end+allowed-grants+contacts+home-tenant+identity-kind"
                                + "+owner-approves+sign-up-sponsors}");
        assertThat(audit.of(created.id()))
                .extracting(entry -> entry.actor())
                .containsOnly(Actor.person(SeedPeople.ADMIN.id().value()));
        assertThat(audit.isIntact(created.id())).isTrue();
    }

    @Test
    void sayingTheSameAgainChangesNothing() {
        Clinic created = clinics.create(least(key, domain), ADMIN);

        assertThat(clinics.update(key, least(key, domain, 0L), ADMIN)).isEqualTo(created);

        assertThat(audit.of(created.id())).hasSize(1);
    }

    @Test
    void whoeverReadAnOlderVersionChangesNothing() {
        clinics.create(least(key, domain), ADMIN);
        Clinic newer = clinics.update(key, full(null, 0L, domain), ADMIN);

        assertThatThrownBy(() -> clinics.update(key, least(null, domain, 0L), ADMIN))
                .isInstanceOf(Conflict.class);

        assertThat(clinics.byKey(key)).contains(newer);
        InvalidInput unread =
                catchThrowableOfType(InvalidInput.class, () -> clinics.update(key, least(null, domain, null), ADMIN));
        assertThat(unread.fields()).extracting(InvalidInput.Field::field).containsExactly("version");
    }

    @Test
    void theKeyNeverChanges() {
        clinics.create(least(key, domain), ADMIN);

        InvalidInput other =
                catchThrowableOfType(InvalidInput.class, () -> clinics.update(key, least("elm", domain, 0L), ADMIN));

        assertThat(other.fields()).extracting(InvalidInput.Field::field).containsExactly("key");
    }

    @Test
    void aClinicWhoseAgreementIsOverCanStillBeChanged() {
        clinics.create(ending(today()), ADMIN);
        db.sql("update clinic set agreement_end = agreement_end - 10 where key = ?")
                .param(key)
                .update();

        Clinic changed = clinics.update(key, ending(today().minusDays(10), 0L, "Elm Street"), ADMIN);

        assertThat(changed.name()).isEqualTo("Elm Street");
        assertThat(changed.holdsOn(today())).isFalse();
    }

    @Test
    void aDomainCanMoveOnceItsClinicHasGivenItUp() {
        String other = key + "x";
        clinics.create(least(key, domain), ADMIN);
        ClinicRequest wanted = least(other, domain);
        assertThat(problems(wanted)).containsOnlyKeys("domains[0]");

        clinics.update(key, least(null, "elm." + domain, 0L), ADMIN);
        clinics.create(wanted, ADMIN);

        assertThat(clinics.byDomain(domain)).map(Clinic::key).contains(other);
        assertThat(clinics.byDomain("elm." + domain)).map(Clinic::key).contains(key);
    }

    @Test
    void ofTwoWhoRegisterADomainAtOnceTheSecondIsToldWhoHasIt() {
        CompletableFuture<Map<String, String>> second = new TransactionTemplate(transactions).execute(status -> {
            clinics.create(least(key, domain), ADMIN);
            CompletableFuture<Map<String, String>> waiting =
                    CompletableFuture.supplyAsync(() -> problems(least(key + "x", domain)));
            await().atMost(Duration.ofSeconds(20)).until(this::somebodyWaits);
            return waiting;
        });

        assertThat(second.join())
                .containsExactly(Map.entry(
                        "domains[0]",
                        domain + " belongs to Elm Street Practice (" + key + ") already. Take it out there first."));
    }

    @Test
    void ofTwoWhoChangeAClinicAtOnceTheSecondChangesNothing() {
        clinics.create(least(key, domain), ADMIN);
        CompletableFuture<@Nullable Conflict> second = new TransactionTemplate(transactions).execute(status -> {
            clinics.update(key, full(null, 0L, domain), ADMIN);
            CompletableFuture<@Nullable Conflict> waiting = CompletableFuture.supplyAsync(() -> catchThrowableOfType(
                    Conflict.class, () -> clinics.update(key, least(null, "elm." + domain, 0L), ADMIN)));
            await().atMost(Duration.ofSeconds(20)).until(this::somebodyWaits);
            return waiting;
        });

        assertThat(second.join()).isNotNull();
        assertThat(clinics.byKey(key).orElseThrow().domains()).containsExactly(domain);
    }

    @Test
    void onlyAdministratorsChangeClinics() {
        clinics.create(least(key, domain), ADMIN);
        for (Person person : List.of(SeedPeople.AMARA, SeedPeople.OWNER)) {
            Viewer viewer = Viewer.of(person);
            assertThatThrownBy(() -> clinics.create(least(key + "x", "x" + domain), viewer))
                    .isInstanceOf(AccessDeniedException.class);
            assertThatThrownBy(() -> clinics.update(key, least(null, "x" + domain, 0L), viewer))
                    .isInstanceOf(AccessDeniedException.class);
        }
        assertThatThrownBy(() -> clinics.update("nowhere", least(null, domain, 0L), ADMIN))
                .isInstanceOf(NotFound.class);
    }

    /** Somebody else's statement waits for a lock in this database. */
    private boolean somebodyWaits() {
        return db.sql("select exists (select from pg_stat_activity where datname = current_database()"
                        + " and wait_event_type = 'Lock')")
                .query(Boolean.class)
                .single();
    }

    private Map<String, String> problems(ClinicRequest request) {
        return catchThrowableOfType(InvalidInput.class, () -> clinics.create(request, ADMIN)).fields().stream()
                .collect(Collectors.toMap(InvalidInput.Field::field, InvalidInput.Field::message));
    }

    private LocalDate today() {
        return LocalDate.now(clock);
    }

    private static ClinicRequest least(@Nullable String key, @Nullable String domain) {
        return least(key, domain, null);
    }

    private static ClinicRequest least(@Nullable String key, @Nullable String domain, @Nullable Long version) {
        return new ClinicRequest(
                key,
                "Elm Street Practice",
                domain == null ? null : List.of(domain),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                version);
    }

    private ClinicRequest ending(LocalDate day) {
        return ending(day, null, "Elm Street Practice");
    }

    private ClinicRequest ending(LocalDate day, @Nullable Long version, String name) {
        return new ClinicRequest(
                key, name, List.of(domain), null, day.toString(), null, null, null, null, null, version);
    }

    private ClinicRequest full(String newKey, String... domains) {
        return full(newKey, null, domains);
    }

    private ClinicRequest full(@Nullable String newKey, @Nullable Long version, String... domains) {
        return new ClinicRequest(
                newKey,
                "Elm Street Practice",
                List.of(domains),
                false,
                today().plusDays(30).toString(),
                List.of(
                        new ContactRequest("Ruth Amundsen", "office@" + domain, "Practice manager"),
                        new ContactRequest("Night desk", " night@" + domain, null)),
                List.of("health-records"),
                TENANT.toUpperCase(Locale.ROOT),
                "work_account",
                List.of("amara.singh", "ben.ortiz@northfield.example", "Amara.Singh"),
                version);
    }
}
