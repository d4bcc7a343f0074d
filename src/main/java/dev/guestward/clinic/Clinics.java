package dev.guestward.clinic;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The register of partner clinics. */
@Component
public class Clinics {
    private static final Logger log = LoggerFactory.getLogger(Clinics.class);
    private static final String SELECT = """
            select c.*, (select string_agg(d.domain, ',') from clinic_domain d where d.clinic_id = c.id) as domains
            from clinic c""";

    private final JdbcClient db;
    private final Clock clock;
    private final ClinicSettings settings;

    Clinics(JdbcClient db, Clock clock, ClinicSettings settings) {
        this.db = db;
        this.clock = clock;
        this.settings = settings;
    }

    /** The clinic that owns the mail domain, or the nearest parent domain that is registered. */
    public Optional<Clinic> byDomain(String domain) {
        String asked = domain.toLowerCase(Locale.ROOT);
        for (int dot = -1; ; ) {
            String candidate = asked.substring(dot + 1);
            Optional<Clinic> found = db.sql(SELECT + " join clinic_domain m on m.clinic_id = c.id where m.domain = ?")
                    .param(candidate)
                    .query(Clinics::clinic)
                    .optional();
            dot = asked.indexOf('.', dot + 1);
            if (found.isPresent() || dot < 0) {
                return found;
            }
        }
    }

    public Optional<Clinic> byKey(String key) {
        return db.sql(SELECT + " where c.key = ?")
                .param(key.toLowerCase(Locale.ROOT))
                .query(Clinics::clinic)
                .optional();
    }

    public Optional<Clinic> byId(UUID id) {
        return db.sql(SELECT + " where c.id = ?")
                .param(id)
                .query(Clinics::clinic)
                .optional();
    }

    /** All clinics by name. */
    public List<Clinic> all() {
        return db.sql(SELECT + " order by c.name").query(Clinics::clinic).list();
    }

    /** Two nodes may start at once: whoever comes second finds the clinic there. */
    @EventListener(ApplicationStartedEvent.class)
    @Transactional
    public void registerInitialClinics() {
        for (ClinicSettings.Initial initial : settings.initial()) {
            UUID id = UUID.randomUUID();
            int added = db.sql("insert into clinic (id, key, name, owner_approves, created_at) values (?, ?, ?, ?, ?)"
                            + " on conflict (key) do nothing")
                    .params(id, initial.key(), initial.name(), initial.ownerApproves(), Timestamp.from(clock.instant()))
                    .update();
            if (added == 1) {
                initial.domains()
                        .forEach(domain -> db.sql("insert into clinic_domain (domain, clinic_id) values (?, ?)")
                                .params(domain.toLowerCase(Locale.ROOT), id)
                                .update());
                log.info("Clinic {} registered from the settings", initial.key());
            }
        }
    }

    private static Clinic clinic(ResultSet rs, int row) throws SQLException {
        String domains = rs.getString("domains");
        return new Clinic(
                rs.getObject("id", UUID.class),
                rs.getString("key"),
                rs.getString("name"),
                domains == null ? Set.of() : new TreeSet<>(Arrays.asList(domains.split(","))),
                rs.getBoolean("owner_approves"));
    }
}
