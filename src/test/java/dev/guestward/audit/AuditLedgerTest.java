package dev.guestward.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.guestward.GuestwardTest;
import dev.guestward.embedded.EmbeddedDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The ledger can be added to, by the change's own transaction, and by nobody otherwise. */
@GuestwardTest
class AuditLedgerTest {
    @Autowired
    AuditLedger ledger;

    @Autowired
    JdbcClient db;

    @Autowired
    PlatformTransactionManager transactions;

    @Autowired
    Clock clock;

    @Value("${spring.datasource.url}")
    String url = "";

    @Value("${spring.flyway.user}")
    String owner = "";

    @Value("${spring.flyway.password}")
    String password = "";

    private final UUID guest = UUID.randomUUID();

    @Test
    void rowsAreNumberedWithoutGapsAndChained() {
        append("one");
        append("two");
        append("three");

        assertThat(ledger.of(guest)).extracting(AuditEntry::seq).containsExactly(1L, 2L, 3L);
        assertThat(ledger.of(guest)).extracting(AuditEntry::code).containsExactly("one", "two", "three");
        assertThat(ledger.isIntact(guest)).isTrue();
    }

    @Test
    void aRowNeedsTheTransactionOfItsChange() {
        assertThatThrownBy(
                        () -> ledger.append(guest, clock.instant(), Actor.directory(), "alone", null, null, Map.of()))
                .isInstanceOf(IllegalTransactionStateException.class);
    }

    @Test
    void namesAndAddressesAreRefused() {
        assertThatThrownBy(() -> append("x", Map.of("who", "Dr Maya Okafor")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> append("x", Map.of("who", "m.okafor@harbour-clinic.example")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(ledger.of(guest)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update audit_entry set code = 'other' where guest_id = '%s'",
                "delete from audit_entry where guest_id = '%s'"
            })
    void theApplicationCanNeitherChangeNorRemoveRows(String sql) {
        append("one");

        assertThatThrownBy(() -> db.sql(sql.formatted(guest)).update()).isInstanceOf(DataAccessException.class);
        assertThat(ledger.isIntact(guest)).isTrue();
    }

    @Test
    void theOwnerOfTheTablesIsStoppedByTheTrigger() throws Exception {
        append("one");
        try (Connection connection = DriverManager.getConnection(url, owner, password);
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.executeUpdate(
                            "update audit_entry set code = 'other' where guest_id = '%s'".formatted(guest)))
                    .hasMessageContaining("never changed");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update audit_entry set code = 'other' where guest_id = '%s' and seq = 2",
                "update audit_entry set actor_id = 'someone' where guest_id = '%s' and seq = 1",
                "update audit_entry set at = at + interval '1 microsecond' where guest_id = '%s' and seq = 3",
                "update audit_entry set details = 'a=c' where guest_id = '%s' and seq = 2",
                "update audit_entry set to_state = 'ACTIVE' where guest_id = '%s' and seq = 3",
                "delete from audit_entry where guest_id = '%s' and seq = 2",
                "delete from audit_entry where guest_id = '%s' and seq = 3",
                "delete from audit_entry where guest_id = '%s'"
            })
    void tamperingByWhoeverSwitchedTheTriggerOffIsFound(String sql) throws Exception {
        append("one", Map.of("a", "b"));
        append("two", Map.of("a", "b"));
        append("three", Map.of("a", "b"));
        assertThat(ledger.isIntact(guest)).isTrue();

        try (Connection connection = DriverManager.getConnection(url, owner, password);
                Statement statement = connection.createStatement()) {
            statement.execute("alter table audit_entry disable trigger audit_entry_append_only");
            try {
                assertThat(statement.executeUpdate(sql.formatted(guest))).isPositive();
            } finally {
                statement.execute("alter table audit_entry enable trigger audit_entry_append_only");
            }
        }

        assertThat(ledger.isIntact(guest)).isFalse();
    }

    @Test
    void changesAtTheSameTimeQueueUpInOneChain() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> all = java.util.stream.IntStream.range(0, 20)
                    .<Future<?>>mapToObj(i -> threads.submit(() -> append("code-" + i)))
                    .toList();
            for (Future<?> one : all) {
                one.get();
            }
        } finally {
            threads.shutdownNow();
        }

        assertThat(ledger.of(guest)).hasSize(20);
        assertThat(ledger.isIntact(guest)).isTrue();
    }

    @Test
    void theTestMeansTheRightRoles() {
        assertThat(owner).isEqualTo(EmbeddedDatabase.OWNER);
        assertThat(db.sql("select current_user").query(String.class).single()).isEqualTo(EmbeddedDatabase.APPLICATION);
    }

    private void append(String code) {
        append(code, Map.of());
    }

    private void append(String code, Map<String, String> details) {
        new TransactionTemplate(transactions)
                .executeWithoutResult(status -> ledger.append(
                        guest, clock.instant(), Actor.schedule("test"), code, "REQUESTED", "INVITED", details));
    }
}
