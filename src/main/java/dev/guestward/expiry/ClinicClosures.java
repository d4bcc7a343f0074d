package dev.guestward.expiry;

import dev.guestward.clinic.Clinic;
import dev.guestward.clinic.Clinics;
import dev.guestward.guest.Guest;
import dev.guestward.guest.GuestId;
import dev.guestward.guest.GuestSearch;
import dev.guestward.guest.GuestState;
import dev.guestward.guest.Guests;
import dev.guestward.guest.LeavingGuests;
import dev.guestward.guest.PageOf;
import dev.guestward.hospital.HospitalSettings;
import dev.guestward.people.PersonId;
import dev.guestward.people.Viewer;
import dev.guestward.problem.Findings;
import dev.guestward.problem.InvalidInput;
import dev.guestward.problem.NotFound;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.MessageSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Closing a clinic: its agreement ends on a day, and so does the access of its guests, in one transaction. Nobody is removed
 * here: that follows when the day has come, within the brake, which counts ends that were set less than a day before.
 */
@Component
public class ClinicClosures {
    private static final Logger log = LoggerFactory.getLogger(ClinicClosures.class);
    private static final int LONGEST_REASON = 500;

    /** Requests under way are invited later, with the end that they have then. */
    static final Set<GuestState> HAVE_OR_GET_ACCESS =
            Set.of(GuestState.REQUESTED, GuestState.INVITED, GuestState.ACTIVE);

    /** Who closes a clinic knows when. */
    public static final int MOST_YEARS = 10;

    private final Clinics clinics;
    private final Guests guests;
    private final LeavingGuests leaving;
    private final LaterEnds ends;
    private final ClosureProgress progress;
    private final ExtensionApprovals approvals;
    private final HospitalSettings hospital;
    private final JdbcClient db;
    private final MessageSource texts;
    private final Clock clock;

    ClinicClosures(
            Clinics clinics,
            Guests guests,
            LeavingGuests leaving,
            LaterEnds ends,
            ClosureProgress progress,
            ExtensionApprovals approvals,
            HospitalSettings hospital,
            JdbcClient db,
            MessageSource texts,
            Clock clock) {
        this.clinics = clinics;
        this.guests = guests;
        this.leaving = leaving;
        this.ends = ends;
        this.progress = progress;
        this.approvals = approvals;
        this.hospital = hospital;
        this.db = db;
        this.texts = texts;
        this.clock = clock;
    }

    /** A guest of the clinic, and the end of access that the closing would set. */
    public record Affected(Guest guest, Instant end) {
        /** Whether the guest's own end comes no later anyway. */
        public boolean isUnchanged() {
            return !end.isBefore(guest.accessUntil());
        }
    }

    private record Checked(LocalDate on, String reason, Set<GuestId> exceptions) {}

    /**
     * Who would be affected, by name. Nothing is written.
     *
     * @throws InvalidInput if the day is none, or over
     * @throws NotFound if there is no such clinic
     * @throws AccessDeniedException if the person is no administrator
     */
    @Transactional(readOnly = true)
    public List<Affected> preview(String key, @Nullable String on, Viewer viewer) {
        requireAdministrator(viewer);
        Findings findings = new Findings(texts);
        Optional<LocalDate> day = day(on, findings);
        findings.throwIfAny();
        return affected(clinics.get(key), day.orElseThrow(), viewer);
    }

    /**
     * Closes the clinic.
     *
     * @return whose end of access it has brought forward
     * @throws InvalidInput naming every field that is not acceptable
     * @throws NotFound if there is no such clinic
     * @throws AccessDeniedException if the person is no administrator
     */
    @Transactional
    public List<Affected> close(String key, ClinicClosure wish, Viewer viewer) {
        requireAdministrator(viewer);
        Clinic clinic = clinics.get(key);
        Checked checked = checked(wish, clinic);
        clinics.endAgreement(clinic.key(), checked.on(), viewer);
        UUID closure = record(clinic, checked, viewer.id());
        List<Affected> all = idsOf(clinic).stream()
                .filter(guest -> !checked.exceptions().contains(guest))
                .map(guest -> new Affected(leaving.locked(guest), ends.endOf(checked.on())))
                .filter(one -> hasOrGetsAccess(one.guest()))
                .toList();
        all.forEach(one -> approvals.overtakenBeyond(one.guest().id(), one.end()));
        List<Affected> changed = all.stream().filter(one -> !one.isUnchanged()).toList();
        changed.forEach(one -> {
            ends.move(one.guest(), one.end(), viewer.id(), "clinic-closed");
            progress.add(closure, one);
        });
        log.info("Clinic {} closes: {} guests end with it", clinic.key(), changed.size());
        return changed;
    }

    private List<Affected> affected(Clinic clinic, LocalDate on, Viewer viewer) {
        return guestsOf(clinic, viewer).stream()
                .map(guest -> new Affected(guest, ends.endOf(on)))
                .toList();
    }

    private Checked checked(ClinicClosure wish, Clinic clinic) {
        Findings findings = new Findings(texts);
        Optional<LocalDate> on = day(wish.on(), findings);
        String reason = findings.line("reason", wish.reason(), LONGEST_REASON, true);
        Set<GuestId> known = new HashSet<>(idsOf(clinic));
        Set<GuestId> exceptions = new HashSet<>();
        for (String id : Objects.requireNonNullElse(wish.exceptions(), List.<@Nullable String>of())) {
            Optional<GuestId> guest = GuestId.parse(id == null ? "" : id).filter(known::contains);
            guest.ifPresentOrElse(exceptions::add, () -> findings.add("exceptions", "expiry.invalid.exceptions"));
        }
        if (wish.confirm() == null || !wish.confirm().strip().equals(clinic.key())) {
            findings.add("confirm", "expiry.invalid.confirm", clinic.key());
        }
        findings.throwIfAny();
        return new Checked(on.orElseThrow(), reason, exceptions);
    }

    private Optional<LocalDate> day(@Nullable String given, Findings findings) {
        try {
            LocalDate day = LocalDate.parse(given == null ? "" : given.strip());
            LocalDate today = LocalDate.ofInstant(clock.instant(), hospital.timeZone());
            if (day.isAfter(today.plusYears(MOST_YEARS))) {
                findings.add("on", "expiry.invalid.day-far", MOST_YEARS);
                return Optional.empty();
            }
            if (!day.isBefore(today)) {
                return Optional.of(day);
            }
        } catch (DateTimeParseException e) {
            log.debug("No day", e);
        }
        findings.add("on", "expiry.invalid.day");
        return Optional.empty();
    }

    private List<Guest> guestsOf(Clinic clinic, Viewer viewer) {
        List<Guest> all = new ArrayList<>();
        PageOf<Guest> page;
        int number = 0;
        do {
            page = guests.search(search(clinic.id(), number++), viewer);
            all.addAll(page.content());
        } while (all.size() < page.page().totalElements() && !page.content().isEmpty());
        return all;
    }

    /** In the order of their ids: whoever is renamed meanwhile is not missed. */
    private List<GuestId> idsOf(Clinic clinic) {
        return db.sql("select id from guest where clinic_id = :clinic and state in (:states) order by id")
                .param("clinic", clinic.id())
                .param("states", HAVE_OR_GET_ACCESS.stream().map(Enum::name).toList())
                .query((rs, row) -> new GuestId(rs.getObject("id", UUID.class)))
                .list();
    }

    private static GuestSearch search(UUID clinic, int page) {
        return new GuestSearch(
                HAVE_OR_GET_ACCESS,
                null,
                null,
                null,
                clinic,
                null,
                GuestSearch.Sort.NAME,
                false,
                page,
                GuestSearch.LARGEST_PAGE);
    }

    private UUID record(Clinic clinic, Checked checked, PersonId by) {
        UUID id = UUID.randomUUID();
        db.sql("insert into clinic_closure (id, clinic_id, closes_on, reason, closed_by, closed_at, agreement_before)"
                        + " values (?, ?, ?, ?, ?, ?, ?)")
                .params(
                        id,
                        clinic.id(),
                        checked.on(),
                        checked.reason(),
                        by.value(),
                        Timestamp.from(clock.instant()),
                        clinic.agreementEnd())
                .update();
        return id;
    }

    private static boolean hasOrGetsAccess(Guest guest) {
        return HAVE_OR_GET_ACCESS.contains(guest.state());
    }

    private static void requireAdministrator(Viewer viewer) {
        if (!viewer.isAdministrator()) {
            throw new AccessDeniedException("for administrators");
        }
    }
}
