package dev.guestward.removal;

import dev.guestward.audit.Actor;
import dev.guestward.audit.AuditLedger;
import dev.guestward.people.PersonId;
import dev.guestward.people.Viewer;
import dev.guestward.problem.Conflict;
import dev.guestward.problem.Findings;
import dev.guestward.problem.InvalidInput;
import dev.guestward.problem.NotFound;
import dev.guestward.removal.BrakeCaps.Cap;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Changes of the caps. Whatever raises none of a cap's numbers holds at once and takes back a raise that waits; anything else
 * needs a second administrator, because a cap that one person can lift protects nobody from that person.
 */
@Component
public class BrakeCapChanges {
    private static final int LISTED = 50;
    private static final String WAITING = "raises and confirmed_at is null and withdrawn_at is null";

    private final JdbcClient db;
    private final BrakeCaps caps;
    private final AuditLedger ledger;
    private final MessageSource texts;
    private final Clock clock;

    BrakeCapChanges(JdbcClient db, BrakeCaps caps, AuditLedger ledger, MessageSource texts, Clock clock) {
        this.db = db;
        this.caps = caps;
        this.ledger = ledger;
        this.texts = texts;
        this.clock = clock;
    }

    /** What a cap is to be. */
    public record Wanted(
            @Nullable Integer fewest,
            @Nullable Integer most,
            @Nullable Integer percent) {}

    /** The newest changes first; those that wait among them. */
    public List<CapChange> newest() {
        return db.sql("select * from brake_cap_change order by " + WAITING + " desc, asked_at desc, id limit ?")
                .param(LISTED)
                .query(BrakeCapChanges::change)
                .list();
    }

    /**
     * Lowers a cap, or asks for a raise.
     *
     * @throws InvalidInput if a number is missing or out of bounds, or nothing changes
     * @throws Conflict if a raise of this cap waits already and this is another one
     */
    @Transactional
    public CapChange change(Cap.Name name, Wanted wanted, Viewer viewer) {
        BrakeHolds.administrator(viewer);
        Cap after = checked(name, wanted);
        Cap before = caps.locked(name);
        if (after.equals(before)) {
            throw InvalidInput.of("fewest", text("brake.invalid.same"));
        }
        boolean raises =
                after.fewest() > before.fewest() || after.most() > before.most() || after.percent() > before.percent();
        Optional<CapChange> waiting = waiting(name);
        if (raises && waiting.isPresent()) {
            throw new Conflict(text("brake.conflict.RAISE_WAITS"));
        }
        waiting.ifPresent(raise -> withdraw(raise, viewer));
        UUID id = UUID.randomUUID();
        db.sql("insert into brake_cap_change (id, name, fewest_before, most_before, percent_before, fewest, most,"
                        + " percent, raises, asked_by, asked_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
                .params(
                        id,
                        name.name(),
                        before.fewest(),
                        before.most(),
                        before.percent(),
                        after.fewest(),
                        after.most(),
                        after.percent(),
                        raises,
                        viewer.id().value(),
                        Timestamp.from(clock.instant()))
                .update();
        if (!raises) {
            caps.set(after);
        }
        record(raises ? "brake-cap-raise-asked" : "brake-cap-lowered", after, viewer);
        return get(id);
    }

    /**
     * Puts a raise in force.
     *
     * @param id of the very change this person has looked at
     * @throws NotFound if it does not wait
     * @throws Conflict if this person has asked for it
     */
    @Transactional
    public CapChange confirm(Cap.Name name, UUID id, Viewer viewer) {
        CapChange raise = locked(name, id, viewer);
        if (viewer.is(raise.askedBy())) {
            throw new Conflict(text("brake.conflict.OWN_RAISE"));
        }
        db.sql("update brake_cap_change set confirmed_by = ?, confirmed_at = ? where id = ?")
                .params(viewer.id().value(), Timestamp.from(clock.instant()), id)
                .update();
        caps.set(raise.after());
        record("brake-cap-raised", raise.after(), viewer);
        return get(id);
    }

    /**
     * Takes a raise back; any administrator may.
     *
     * @throws NotFound if it does not wait
     */
    @Transactional
    public CapChange withdraw(Cap.Name name, UUID id, Viewer viewer) {
        withdraw(locked(name, id, viewer), viewer);
        return get(id);
    }

    private void withdraw(CapChange raise, Viewer viewer) {
        db.sql("update brake_cap_change set withdrawn_by = ?, withdrawn_at = ? where id = ?")
                .params(viewer.id().value(), Timestamp.from(clock.instant()), raise.id())
                .update();
        record("brake-cap-raise-withdrawn", raise.after(), viewer);
    }

    private CapChange locked(Cap.Name name, UUID id, Viewer viewer) {
        BrakeHolds.administrator(viewer);
        caps.locked(name);
        return waiting(name)
                .filter(raise -> raise.id().equals(id))
                .orElseThrow(() -> new NotFound(text("brake.conflict.NOTHING_WAITS")));
    }

    /** The row of the cap has to be taken before. */
    private Optional<CapChange> waiting(Cap.Name name) {
        return db.sql("select * from brake_cap_change where name = ? and " + WAITING)
                .param(name.name())
                .query(BrakeCapChanges::change)
                .optional();
    }

    private CapChange get(UUID id) {
        return db.sql("select * from brake_cap_change where id = ?")
                .param(id)
                .query(BrakeCapChanges::change)
                .single();
    }

    private Cap checked(Cap.Name name, Wanted wanted) {
        Findings findings = new Findings(texts);
        int fewest = within("fewest", wanted.fewest(), BrakeSettings.HIGHEST, findings);
        int most = within("most", wanted.most(), BrakeSettings.HIGHEST, findings);
        int percent = within("percent", wanted.percent(), 100, findings);
        if (!findings.any() && most < fewest) {
            findings.add("most", "brake.invalid.order");
        }
        findings.throwIfAny();
        return new Cap(name, fewest, most, percent);
    }

    private static int within(String field, @Nullable Integer given, int highest, Findings findings) {
        if (given == null || given < 0 || given > highest) {
            findings.add(field, "brake.invalid.number", highest);
            return 0;
        }
        return given;
    }

    private void record(String code, Cap cap, Viewer viewer) {
        ledger.append(
                AuditLedger.SETTINGS,
                clock.instant(),
                Actor.person(viewer.id().value()),
                code,
                null,
                null,
                Map.of(
                        "cap",
                        cap.name().key(),
                        "fewest",
                        String.valueOf(cap.fewest()),
                        "most",
                        String.valueOf(cap.most()),
                        "percent",
                        String.valueOf(cap.percent())));
    }

    private String text(String key) {
        return Objects.requireNonNull(texts.getMessage(key, null, LocaleContextHolder.getLocale()));
    }

    private static CapChange change(ResultSet rs, int row) throws SQLException {
        Cap.Name name = Cap.Name.valueOf(rs.getString("name"));
        String confirmedBy = rs.getString("confirmed_by");
        String withdrawnBy = rs.getString("withdrawn_by");
        String answeredBy = confirmedBy == null ? withdrawnBy : confirmedBy;
        return new CapChange(
                rs.getObject("id", UUID.class),
                new Cap(name, rs.getInt("fewest_before"), rs.getInt("most_before"), rs.getInt("percent_before")),
                new Cap(name, rs.getInt("fewest"), rs.getInt("most"), rs.getInt("percent")),
                !rs.getBoolean("raises")
                        ? CapChange.State.LOWERED
                        : confirmedBy != null
                                ? CapChange.State.RAISED
                                : withdrawnBy != null ? CapChange.State.WITHDRAWN : CapChange.State.WAITING,
                new PersonId(rs.getString("asked_by")),
                rs.getTimestamp("asked_at").toInstant(),
                answeredBy == null ? null : new PersonId(answeredBy),
                RemovalRows.instant(rs.getTimestamp(confirmedBy == null ? "withdrawn_at" : "confirmed_at")));
    }
}
