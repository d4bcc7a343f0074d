package dev.guestward.clinic;

import dev.guestward.people.PersonId;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads and writes the rows of clinics. */
@Repository
class ClinicTable {
    private static final String SELECT = """
            select c.*,
                   array(select d.domain from clinic_domain d where d.clinic_id = c.id) as domains,
                   array(select g.grant_key from clinic_grant g where g.clinic_id = c.id) as grants,
                   array(select s.person_id from clinic_sponsor s where s.clinic_id = c.id) as sponsors,
                   array(select array[k.name, k.mail, k.role] from clinic_contact k
                          where k.clinic_id = c.id order by k.place) as contacts
              from clinic c""";

    private final JdbcClient db;

    ClinicTable(JdbcClient db) {
        this.db = db;
    }

    /** Changes of clinics wait for each other until their transactions end; readers and new guests do not wait. */
    void lock() {
        db.sql("lock table clinic in share row exclusive mode").update();
    }

    /** Against {@link #awaitNewGuests}; others who add a guest are not held up. */
    void hold(UUID clinic) {
        db.sql("select 1 from clinic where id = ? for key share")
                .param(clinic)
                .query(Integer.class)
                .optional();
    }

    void awaitNewGuests(UUID clinic) {
        db.sql("select 1 from clinic where id = ? for update")
                .param(clinic)
                .query(Integer.class)
                .single();
    }

    Optional<Clinic> withDomain(String domain) {
        return one(" join clinic_domain m on m.clinic_id = c.id where m.domain = ?", domain);
    }

    Optional<Clinic> withKey(String key) {
        return one(" where c.key = ?", key);
    }

    Optional<Clinic> withId(UUID id) {
        return one(" where c.id = ?", id);
    }

    private Optional<Clinic> one(String condition, Object value) {
        return db.sql(SELECT + condition)
                .param(value)
                .query(ClinicTable::clinic)
                .optional();
    }

    List<Clinic> all() {
        return db.sql(SELECT + " order by lower(c.name), c.key")
                .query(ClinicTable::clinic)
                .list();
    }

    /** Which of these domains another clinic has. */
    Map<String, Clinic> ownersOf(Collection<String> domains, UUID butNot) {
        return domains.stream()
                .flatMap(domain -> withDomain(domain).stream()
                        .filter(owner -> !owner.id().equals(butNot))
                        .map(owner -> Map.entry(domain, owner)))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    void insert(Clinic clinic, Instant at) {
        db.sql(
                        "insert into clinic (id, key, name, owner_approves, created_at, agreement_end, home_tenant, identity_kind)"
                                + " values (:id, :key, :name, :ownerApproves, :at, :agreementEnd, :homeTenant, :identityKind)")
                .param("id", clinic.id())
                .param("key", clinic.key())
                .param("name", clinic.name())
                .param("ownerApproves", clinic.ownerApproves())
                .param("at", Timestamp.from(at))
                .param("agreementEnd", clinic.agreementEnd())
                .param("homeTenant", clinic.homeTenant())
                .param("identityKind", clinic.identityKind().name())
                .update();
        insertParts(clinic);
    }

    /** Writes everything but id and key; the version rises by one. */
    void update(Clinic clinic) {
        db.sql("""
                        update clinic set name = :name, owner_approves = :ownerApproves, agreement_end = :agreementEnd,
                                          home_tenant = :homeTenant, identity_kind = :identityKind, version = version + 1
                         where id = :id""")
                .param("id", clinic.id())
                .param("name", clinic.name())
                .param("ownerApproves", clinic.ownerApproves())
                .param("agreementEnd", clinic.agreementEnd())
                .param("homeTenant", clinic.homeTenant())
                .param("identityKind", clinic.identityKind().name())
                .update();
        for (String part : List.of("clinic_domain", "clinic_grant", "clinic_sponsor", "clinic_contact")) {
            db.sql("delete from " + part + " where clinic_id = ?")
                    .param(clinic.id())
                    .update();
        }
        insertParts(clinic);
    }

    void endAgreement(UUID clinic, @Nullable LocalDate day) {
        db.sql("update clinic set agreement_end = ?, version = version + 1 where id = ?")
                .params(day, clinic)
                .update();
    }

    private void insertParts(Clinic clinic) {
        clinic.domains()
                .forEach(domain -> db.sql("insert into clinic_domain (domain, clinic_id) values (?, ?)")
                        .params(domain, clinic.id())
                        .update());
        clinic.allowedGrants()
                .forEach(grant -> db.sql("insert into clinic_grant (clinic_id, grant_key) values (?, ?)")
                        .params(clinic.id(), grant)
                        .update());
        clinic.signUpSponsors()
                .forEach(person -> db.sql("insert into clinic_sponsor (clinic_id, person_id) values (?, ?)")
                        .params(clinic.id(), person.value())
                        .update());
        int place = 0;
        for (Contact contact : clinic.contacts()) {
            db.sql("insert into clinic_contact (clinic_id, place, name, mail, role) values (?, ?, ?, ?, ?)")
                    .params(clinic.id(), place++, contact.name(), contact.mail(), contact.role())
                    .update();
        }
    }

    private static Clinic clinic(ResultSet rs, int row) throws SQLException {
        return new Clinic(
                rs.getObject("id", UUID.class),
                rs.getString("key"),
                rs.getString("name"),
                texts(rs.getArray("domains")),
                rs.getBoolean("owner_approves"),
                rs.getObject("agreement_end", LocalDate.class),
                contacts(rs.getArray("contacts")),
                texts(rs.getArray("grants")),
                rs.getObject("home_tenant", UUID.class),
                IdentityKind.valueOf(rs.getString("identity_kind")),
                texts(rs.getArray("sponsors")).stream().map(PersonId::new).collect(Collectors.toSet()),
                rs.getLong("version"));
    }

    private static Set<String> texts(Array array) throws SQLException {
        return Arrays.stream((String[]) array.getArray()).collect(Collectors.toSet());
    }

    private static List<Contact> contacts(Array array) throws SQLException {
        List<Contact> contacts = new ArrayList<>();
        // none at all is an array of one dimension
        for (Object row : (Object[]) array.getArray()) {
            String[] parts = (String[]) row;
            contacts.add(new Contact(parts[0], parts[1], parts[2]));
        }
        return contacts;
    }
}
