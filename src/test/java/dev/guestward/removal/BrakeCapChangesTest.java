package dev.guestward.removal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.guestward.audit.AuditEntry;
import dev.guestward.audit.AuditLedger;
import dev.guestward.embedded.SeedPeople;
import dev.guestward.invitation.process.InvitationSlice;
import dev.guestward.people.Role;
import dev.guestward.people.Viewer;
import dev.guestward.problem.Conflict;
import dev.guestward.problem.InvalidInput;
import dev.guestward.problem.NotFound;
import dev.guestward.removal.BrakeCapChanges.Wanted;
import dev.guestward.removal.BrakeCaps.Cap;
import dev.guestward.removal.BrakeCaps.Cap.Name;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;

/** Who may change how many guests can be hit within a day. */
@SpringJUnitConfig(InvitationSlice.class)
class BrakeCapChangesTest {
    private static final Viewer ADMIN = Viewer.of(SeedPeople.ADMIN);
    private static final Viewer OTHER =
            Viewer.of(SeedPeople.person(901, "nora.quill", "Nora Quill", Role.ADMINISTRATOR));

    @Autowired
    BrakeCapChanges changes;

    @Autowired
    BrakeCaps caps;

    @Autowired
    AuditLedger audit;

    @Autowired
    JdbcClient db;

    @BeforeEach
    void begin() {
        db.sql("delete from brake_cap_change").update();
        db.sql("delete from brake_cap").update();
    }

    @Test
    void loweringHoldsAtOnce() {
        CapChange change = changes.change(Name.BLOCKS, new Wanted(3, 100, 5), ADMIN);

        assertThat(change.state()).isEqualTo(CapChange.State.LOWERED);
        assertThat(now(Name.BLOCKS)).isEqualTo(new Cap(Name.BLOCKS, 3, 100, 5));
        assertThat(lastOfTheLedger().code()).isEqualTo("brake-cap-lowered");
        assertThat(lastOfTheLedger().details()).containsEntry("cap", "blocks").containsEntry("most", "100");
    }

    @ParameterizedTest
    @CsvSource({"11, 200, 10", "10, 201, 10", "10, 200, 11", "0, 0, 11", "11, 50, 1"})
    void aNumberThatRisesNeedsASecondAdministrator(int fewest, int most, int percent) {
        Cap before = now(Name.BLOCKS);

        CapChange raise = changes.change(Name.BLOCKS, new Wanted(fewest, most, percent), ADMIN);

        assertThat(raise.state()).isEqualTo(CapChange.State.WAITING);
        assertThat(now(Name.BLOCKS)).isEqualTo(before);
        assertThatThrownBy(() -> changes.confirm(Name.BLOCKS, raise.id(), ADMIN))
                .isInstanceOf(Conflict.class)
                .hasMessageContaining("yourself");
        assertThat(now(Name.BLOCKS)).isEqualTo(before);
        assertThat(lastOfTheLedger().code()).isEqualTo("brake-cap-raise-asked");

        CapChange raised = changes.confirm(Name.BLOCKS, raise.id(), OTHER);

        assertThat(raised.state()).isEqualTo(CapChange.State.RAISED);
        assertThat(raised.answeredBy()).isEqualTo(OTHER.id());
        assertThat(now(Name.BLOCKS)).isEqualTo(new Cap(Name.BLOCKS, fewest, most, percent));
        assertThat(lastOfTheLedger().code()).isEqualTo("brake-cap-raised");
        assertThat(lastOfTheLedger().actor().id()).isEqualTo(OTHER.id().value());
    }

    @Test
    void whoConfirmsConfirmsWhatTheyHaveSeen() {
        CapChange small = changes.change(Name.DELETES, new Wanted(6, 500, 2), ADMIN);
        assertThatThrownBy(() -> changes.change(Name.DELETES, new Wanted(1000, 100_000, 100), ADMIN))
                .isInstanceOf(Conflict.class);
        changes.withdraw(Name.DELETES, small.id(), ADMIN);
        changes.change(Name.DELETES, new Wanted(1000, 100_000, 100), ADMIN);

        assertThatThrownBy(() -> changes.confirm(Name.DELETES, small.id(), OTHER))
                .isInstanceOf(NotFound.class);

        assertThat(now(Name.DELETES)).isEqualTo(new Cap(Name.DELETES, 5, 500, 2));
    }

    @Test
    void loweringTakesBackARaiseThatWaits() {
        CapChange raise = changes.change(Name.DELETES, new Wanted(50, 500, 2), ADMIN);

        changes.change(Name.DELETES, new Wanted(0, 0, 0), OTHER);

        assertThatThrownBy(() -> changes.confirm(Name.DELETES, raise.id(), OTHER))
                .isInstanceOf(NotFound.class);
        assertThat(now(Name.DELETES).of(1_000_000)).isZero();
        assertThat(changes.newest())
                .extracting(CapChange::state)
                .containsExactlyInAnyOrder(CapChange.State.LOWERED, CapChange.State.WITHDRAWN);
    }

    @Test
    void numbersHaveBounds() {
        refused(new Wanted(-1, 200, 10));
        refused(new Wanted(10, 100_001, 10));
        refused(new Wanted(10, 200, 101));
        refused(new Wanted(10, 200, -1));
        refused(new Wanted(201, 200, 10));
        refused(new Wanted(null, 200, 10));
        refused(new Wanted(10, 200, 10)); // as they are
        assertThat(changes.newest()).isEmpty();
    }

    @Test
    void administratorsAloneChangeCaps() {
        CapChange raise = changes.change(Name.CLINIC, new Wanted(1001, 1001, 100), ADMIN);
        Viewer owner = Viewer.of(SeedPeople.OWNER);

        assertThatThrownBy(() -> changes.change(Name.BLOCKS, new Wanted(1, 1, 1), owner))
                .isInstanceOf(AccessDeniedException.class);
        assertThatThrownBy(() -> changes.confirm(Name.CLINIC, raise.id(), owner))
                .isInstanceOf(AccessDeniedException.class);
        assertThatThrownBy(() -> changes.withdraw(Name.CLINIC, raise.id(), owner))
                .isInstanceOf(AccessDeniedException.class);
        assertThatThrownBy(() -> changes.confirm(Name.CLINIC, UUID.randomUUID(), OTHER))
                .isInstanceOf(NotFound.class);
    }

    private void refused(Wanted wanted) {
        assertThatThrownBy(() -> changes.change(Name.BLOCKS, wanted, ADMIN)).isInstanceOf(InvalidInput.class);
    }

    private Cap now(Name name) {
        return Objects.requireNonNull(caps.all().get(name));
    }

    private AuditEntry lastOfTheLedger() {
        var all = audit.of(AuditLedger.SETTINGS);
        return all.get(all.size() - 1);
    }
}
