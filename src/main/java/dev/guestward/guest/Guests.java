package dev.guestward.guest;

import dev.guestward.audit.Actor;
import dev.guestward.audit.AuditLedger;
import dev.guestward.directory.ObjectId;
import dev.guestward.people.PersonId;
import dev.guestward.people.Viewer;
import dev.guestward.problem.Conflict;
import dev.guestward.problem.NotFound;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The register. Reads for people go through {@link Viewer}; a sponsor sees nothing of another sponsor's guests. */
@Component
public class Guests {
    private static final Logger log = LoggerFactory.getLogger(Guests.class);

    private final JdbcClient db;
    private final AuditLedger audit;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    Guests(JdbcClient db, AuditLedger audit, ApplicationEventPublisher events, Clock clock) {
        this.db = db;
        this.audit = audit;
        this.events = events;
        this.clock = clock;
    }

    /**
     * Registers a request.
     *
     * @throws Conflict if another open guest has the address; the caller has looked before, so this is a race
     */
    @Transactional
    public Guest register(NewGuest request) {
        GuestId id = GuestId.random();
        Instant now = clock.instant();
        try {
            db.sql("""
                            insert into guest (id, email, email_key, display_name, clinic_id, sponsor_id, requested_by,
                                               purpose, message, language, access_until, state, state_since,
                                               requested_at)
                            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'REQUESTED', ?, ?)""")
                    .params(
                            id.value(),
                            request.email(),
                            key(request.email()),
                            request.displayName(),
                            request.clinicId(),
                            request.sponsor().value(),
                            request.requestedBy().value(),
                            request.purpose(),
                            request.message(),
                            request.language(),
                            Timestamp.from(request.accessUntil()),
                            Timestamp.from(now),
                            Timestamp.from(now))
                    .update();
        } catch (DuplicateKeyException e) {
            throw new Conflict("This address is being invited at this moment. Look at the list of guests.");
        }
        request.grants()
                .forEach(grant -> db.sql("insert into guest_grant (guest_id, grant_key) values (?, ?)")
                        .params(id.value(), grant)
                        .update());
        audit.append(
                id.value(),
                now,
                Actor.person(request.requestedBy().value()),
                "invitation-requested",
                null,
                GuestState.REQUESTED.name(),
                Map.of(
                        "sponsor",
                        request.sponsor().value(),
                        "until",
                        request.accessUntil().toString()));
        log.info("Guest {} requested", id);
        return get(id);
    }

    /** @throws IllegalStateException if there is none: ids come from our own tables */
    public Guest get(GuestId id) {
        return find(id).orElseThrow(() -> new IllegalStateException("No guest " + id));
    }

    public Optional<Guest> find(GuestId id) {
        return withGrants(db.sql(GuestRows.SELECT + " where g.id = ?")
                        .param(id.value())
                        .query(GuestRows::guest)
                        .list())
                .stream()
                .findFirst();
    }

    /** Those of these guests that there are, in any order. */
    public List<Guest> all(Collection<GuestId> ids) {
        return withGrants(db.sql(GuestRows.SELECT + " where g.id = any (?)")
                .param(ids.stream().map(GuestId::value).toArray(UUID[]::new))
                .query(GuestRows::guest)
                .list());
    }

    /**
     * A guest as this person may see it.
     *
     * @throws NotFound both for a guest that is not there and for one of somebody else
     */
    public Guest visible(GuestId id, Viewer viewer) {
        return find(id).filter(guest -> maySee(viewer, guest))
                .orElseThrow(() -> new NotFound("There is no such guest, or it is not one of yours."));
    }

    public static boolean maySee(Viewer viewer, Guest guest) {
        return maySeeGuestsOf(viewer, guest.sponsor());
    }

    public static boolean maySeeGuestsOf(Viewer viewer, PersonId sponsor) {
        return viewer.isAdministrator() || viewer.isOwner() || viewer.is(sponsor);
    }

    /**
     * The guest, in any state but an ended one, that holds this address: as the one we write to, or as another one of the
     * same account.
     */
    public Optional<Guest> openWithAddress(String email) {
        return withGrants(db.sql(GuestRows.SELECT
                                + " where g.id in (select id from guest where email_key = :key"
                                + " union select guest_id from guest_address where address_key = :key)"
                                + " and g.state not in ('DECLINED', 'DELETED', 'PURGED')"
                                + " order by (g.email_key = :key) desc")
                        .param("key", key(email))
                        .query(GuestRows::guest)
                        .list())
                .stream()
                .findFirst();
    }

    /** An open guest who holds an address. */
    public record Holder(PersonId sponsor, GuestState state) {}

    /** Those open guests that hold one of these addresses, by the address in lower case. */
    public Map<String, Holder> holdersByAddress(Collection<String> emails) {
        Map<String, Holder> found = new HashMap<>();
        db.sql("select a.address_key, g.sponsor_id, g.state from guest g join guest_address a on a.guest_id = g.id"
                        + " where a.address_key = any (:keys) and g.state not in ('DECLINED', 'DELETED', 'PURGED')"
                        + " union all select email_key, sponsor_id, state from guest where email_key = any (:keys)"
                        + " and state not in ('DECLINED', 'DELETED', 'PURGED')")
                .param("keys", emails.stream().map(Guests::key).toArray(String[]::new))
                .query((RowCallbackHandler) row -> found.put(
                        row.getString(1),
                        new Holder(new PersonId(row.getString(2)), GuestState.valueOf(row.getString(3)))));
        return found;
    }

    /** The state of each of these guests. */
    public Map<GuestId, GuestState> states(Collection<GuestId> ids) {
        return states(ids, "", true);
    }

    /** The state of each of these guests that this person may see. */
    public Map<GuestId, GuestState> states(Collection<GuestId> ids, Viewer viewer) {
        return states(ids, viewer.id().value(), viewer.isAdministrator() || viewer.isOwner());
    }

    private Map<GuestId, GuestState> states(Collection<GuestId> ids, String sponsor, boolean all) {
        Map<GuestId, GuestState> found = new HashMap<>();
        db.sql("select id, state from guest where id = any (:ids) and (:all or sponsor_id = :sponsor)")
                .param("ids", ids.stream().map(GuestId::value).toArray(UUID[]::new))
                .param("all", all)
                .param("sponsor", sponsor)
                .query((RowCallbackHandler) row ->
                        found.put(new GuestId(row.getObject(1, UUID.class)), GuestState.valueOf(row.getString(2))));
        return found;
    }

    /** What this person may see of what is asked for. */
    public PageOf<Guest> search(GuestSearch search, Viewer viewer) {
        List<String> conditions = new ArrayList<>(List.of("true"));
        Map<String, Object> values = new HashMap<>();
        if (!viewer.isAdministrator() && !viewer.isOwner()) {
            conditions.add("g.sponsor_id = :viewer");
            values.put("viewer", viewer.id().value());
        }
        if (!search.states().isEmpty()) {
            conditions.add("g.state in (:states)");
            values.put("states", search.states().stream().map(Enum::name).toList());
        }
        if (search.attention() != null) {
            conditions.add("g.attention = :attention");
            values.put("attention", search.attention().name());
        }
        if (search.endsWithin() != null) {
            conditions.add("g.access_until >= :now and g.access_until < :until"
                    + " and g.state in ('REQUESTED', 'INVITED', 'ACTIVE', 'BLOCKED')");
            values.put("now", Timestamp.from(clock.instant()));
            values.put("until", Timestamp.from(clock.instant().plus(Duration.ofDays(search.endsWithin()))));
        }
        if (search.sponsor() != null) {
            conditions.add("g.sponsor_id = :sponsor");
            values.put("sponsor", search.sponsor().value());
        }
        if (search.clinic() != null) {
            conditions.add("g.clinic_id = :clinic");
            values.put("clinic", search.clinic());
        }
        if (search.text() != null && !search.text().isBlank()) {
            conditions.add("(lower(g.display_name) like :text or g.email_key like :text)");
            values.put("text", "%" + escaped(search.text().strip().toLowerCase(Locale.ROOT)) + "%");
        }
        String where = " where " + String.join(" and ", conditions);
        long total = db.sql("select count(*) from guest g" + where)
                .params(values)
                .query(Long.class)
                .single();
        values.put("limit", search.size());
        values.put("offset", (long) search.page() * search.size());
        List<Guest> rows = db.sql(GuestRows.SELECT + where + " order by " + search.sort().column
                        + (search.descending() ? " desc" : " asc") + ", g.id limit :limit offset :offset")
                .params(values)
                .query(GuestRows::guest)
                .list();
        return PageOf.of(withGrants(rows), search.size(), search.page(), total);
    }

    /** The directory has confirmed the account. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void invited(GuestId id, ObjectId account, Actor actor) {
        move(
                id,
                Set.of(GuestState.REQUESTED),
                GuestState.INVITED,
                actor,
                "invited",
                Map.of("account", account.value()));
        db.sql("update guest set directory_id = ? where id = ?")
                .params(account.value(), id.value())
                .update();
    }

    /** The directory has confirmed one grant. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void granted(GuestId id, String grant, Actor actor) {
        Guest guest = lock(id);
        int changed = db.sql(
                        "update guest_grant set given_at = ? where guest_id = ? and grant_key = ? and given_at is null")
                .params(Timestamp.from(clock.instant()), id.value(), grant)
                .update();
        if (changed == 1) {
            db.sql("update guest set attention = null, version = version + 1 where id = :id"
                            + " and attention = 'LOST_ACCESS' and not exists (select 1 from guest_grant"
                            + " where guest_id = :id and given_at is null)")
                    .param("id", id.value())
                    .update();
            audit.append(
                    id.value(),
                    clock.instant(),
                    actor,
                    "access-granted",
                    guest.state().name(),
                    guest.state().name(),
                    Map.of("grant", grant));
        }
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public void activated(GuestId id, Actor actor) {
        move(id, Set.of(GuestState.INVITED), GuestState.ACTIVE, actor, "activated", Map.of());
        events.publishEvent(new GuestActivated(id));
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public void declined(GuestId id, Actor actor, String code) {
        declined(id, actor, code, Map.of());
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public void declined(GuestId id, Actor actor, String code, Map<String, String> details) {
        move(id, Set.of(GuestState.REQUESTED), GuestState.DECLINED, actor, code, details);
    }

    /** Notes who or what the guest waits for, or that nothing is in the way any more. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void attention(
            GuestId id, @Nullable Attention attention, Actor actor, String code, Map<String, String> details) {
        Guest guest = lock(id);
        db.sql("update guest set attention = ?, version = version + 1 where id = ?")
                .params(attention == null ? null : attention.name(), id.value())
                .update();
        audit.append(
                id.value(),
                clock.instant(),
                actor,
                code,
                guest.state().name(),
                guest.state().name(),
                details);
    }

    /** Records something that changes no state. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void note(GuestId id, Actor actor, String code, Map<String, String> details) {
        Guest guest = lock(id);
        audit.append(
                id.value(),
                clock.instant(),
                actor,
                code,
                guest.state().name(),
                guest.state().name(),
                details);
    }

    /** Redeemed, as far as the directory shows, but not active yet. */
    public List<GuestId> redeemedAndWaiting(int limit) {
        return db.sql("select id from guest where state = 'INVITED' and redeemed_at is not null"
                        + " and attention is distinct from 'ONLY_REPORTED'"
                        + " order by redeemed_at limit ?")
                .param(limit)
                .query((rs, n) -> new GuestId(rs.getObject(1, UUID.class)))
                .list();
    }

    void move(GuestId id, Set<GuestState> from, GuestState to, Actor actor, String code, Map<String, String> details) {
        Guest guest = lock(id);
        if (!from.contains(guest.state())) {
            throw new IllegalStateException("Guest " + id + " is " + guest.state() + " and cannot become " + to);
        }
        Instant now = clock.instant();
        db.sql("update guest set state = :to, state_since = :now, version = version + 1,"
                        + " attention = case when :to = 'ACTIVE' and attention = 'IDENTITY_UNEXPECTED'"
                        // who accepts waits no less for the people who decide on the removal
                        + " or :to = 'ACTIVE' and state = 'INVITED' and attention in ('HELD_BY_BRAKE', 'REMOVAL_REFUSED')"
                        + " then attention end where id = :id")
                .param("to", to.name())
                .param("now", Timestamp.from(now))
                .param("id", id.value())
                .update();
        audit.append(id.value(), now, actor, code, guest.state().name(), to.name(), details);
        log.info("Guest {} is now {}", id, to);
    }

    Optional<Guest> locked(GuestId id) {
        return db.sql(GuestRows.SELECT + " where g.id = ? for update of g")
                .param(id.value())
                .query(GuestRows::guest)
                .optional();
    }

    private Guest lock(GuestId id) {
        return locked(id).orElseThrow(() -> new IllegalStateException("No guest " + id));
    }

    private List<Guest> withGrants(List<Guest> guests) {
        if (guests.isEmpty()) {
            return guests;
        }
        Map<GuestId, List<Guest.HeldGrant>> grants = db
                .sql("select * from guest_grant where guest_id in (:ids) order by grant_key")
                .param("ids", guests.stream().map(g -> g.id().value()).toList())
                .query(GuestRows::grant)
                .list()
                .stream()
                .collect(Collectors.groupingBy(
                        Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
        return guests.stream()
                .map(guest -> GuestRows.with(guest, grants.getOrDefault(guest.id(), List.of())))
                .toList();
    }

    static String key(String email) {
        return email.strip().toLowerCase(Locale.ROOT);
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
    }
}
