package dev.guestward.adoption;

import dev.guestward.audit.Actor;
import dev.guestward.clinic.Clinic;
import dev.guestward.clinic.Clinics;
import dev.guestward.guest.AdoptedGuests;
import dev.guestward.guest.GuestId;
import dev.guestward.guest.PageOf;
import dev.guestward.people.People;
import dev.guestward.people.Person;
import dev.guestward.people.Role;
import dev.guestward.people.Viewer;
import dev.guestward.problem.Conflict;
import dev.guestward.problem.Findings;
import dev.guestward.problem.InvalidInput;
import dev.guestward.problem.NotFound;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.MessageSource;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What administrators see of guests that were found, and what they do about them. */
@Component
public class AdoptionDesk {
    private static final Logger log = LoggerFactory.getLogger(AdoptionDesk.class);
    private static final int LONGEST = 500;

    private final FoundGuestTable table;
    private final FoundGuestSearch search;
    private final Batches batches;
    private final Adoptions adoptions;
    private final AdoptionState state;
    private final AdoptionSettings settings;
    private final Hindrance hindrance;
    private final AdoptedGuests register;
    private final AdoptionWorkflow workflow;
    private final Clinics clinics;
    private final People people;
    private final MessageSource texts;

    AdoptionDesk(
            FoundGuestTable table,
            FoundGuestSearch search,
            Batches batches,
            Adoptions adoptions,
            AdoptionState state,
            AdoptionSettings settings,
            Hindrance hindrance,
            AdoptedGuests register,
            AdoptionWorkflow workflow,
            Clinics clinics,
            People people,
            MessageSource texts) {
        this.table = table;
        this.search = search;
        this.batches = batches;
        this.adoptions = adoptions;
        this.state = state;
        this.settings = settings;
        this.hindrance = hindrance;
        this.register = register;
        this.workflow = workflow;
        this.clinics = clinics;
        this.people = people;
        this.texts = texts;
    }

    /**
     * Where adoption stands.
     *
     * @param usersSeen how many the look at the whole tenant has seen, staff too
     * @param lookBeganAt null before the first page
     * @param lookEndedAt null while it goes on
     * @param waitingBatches batches that somebody should decide on, {@code escalated} of them too late
     */
    public record Overview(
            AdoptionSettings.Mode mode,
            boolean adopting,
            @Nullable Instant lookBeganAt,
            @Nullable Instant lookEndedAt,
            long usersSeen,
            Map<Standing, Long> counts,
            List<OfClinic> clinics,
            long waitingBatches,
            long escalatedBatches) {
        public long count(Standing standing) {
            return counts.getOrDefault(standing, 0L);
        }
    }

    /**
     * How many of a clinic's guests stand how.
     *
     * @param clinic empty for guests whose mail domain is no clinic's
     */
    public record OfClinic(Optional<Clinic> clinic, Map<Standing, Long> counts) {
        public long count(Standing standing) {
            return counts.getOrDefault(standing, 0L);
        }

        /** Those who could be given to a sponsor. */
        public long open() {
            return count(Standing.FOUND) + count(Standing.IN_HAND);
        }
    }

    /** @throws AccessDeniedException if the caller is no administrator */
    @Transactional(readOnly = true)
    public Overview overview(Viewer caller) {
        requireAdministrator(caller);
        Map<Standing, Long> all = new EnumMap<>(Standing.class);
        Map<Optional<UUID>, Map<Standing, Long>> byClinic = new HashMap<>();
        search.counts().forEach(count -> {
            all.merge(count.standing(), count.guests(), Long::sum);
            byClinic.computeIfAbsent(Optional.ofNullable(count.clinicId()), id -> new EnumMap<>(Standing.class))
                    .put(count.standing(), count.guests());
        });
        List<OfClinic> rows = new ArrayList<>();
        byClinic.forEach((id, counts) -> rows.add(new OfClinic(id.flatMap(clinics::byId), counts)));
        rows.sort(Comparator.comparing(row -> row.clinic().map(Clinic::name).orElse("")));
        AdoptionState.Row now = state.read();
        FoundGuestSearch.Waiting waiting = search.waiting();
        return new Overview(
                settings.mode(),
                state.adopts(),
                now.roundBeganAt(),
                now.roundEndedAt(),
                now.usersSeen(),
                all,
                rows,
                waiting.batches(),
                waiting.escalated());
    }

    /**
     * Guests that were found and are not in the register.
     *
     * @param clinic key of a clinic, or null
     * @throws AccessDeniedException if the caller is no administrator
     */
    @Transactional(readOnly = true)
    public PageOf<FoundGuest> list(
            @Nullable Standing standing,
            @Nullable String clinic,
            @Nullable String text,
            int page,
            int size,
            Viewer caller) {
        requireAdministrator(caller);
        UUID id =
                clinic == null || clinic.isBlank() ? null : clinics.get(clinic).id();
        return search.page(standing, id, text, page, size);
    }

    /**
     * Begins or stops adopting those who are found. Batches that are open go on.
     *
     * @throws Conflict if the settings say that nobody is looked for
     * @throws AccessDeniedException if the caller is no administrator
     */
    @Transactional
    public void adopt(boolean on, Viewer caller) {
        requireAdministrator(caller);
        if (!settings.watches()) {
            throw new Conflict("Nobody is looked for: guestward.adoption.mode is off.");
        }
        if (state.say(on, caller.id())) {
            log.info("Adoption is {}", on ? "on" : "off");
        }
    }

    /**
     * Gives all guests of a clinic that nobody vouches for to a sponsor; they are adopted within a minute, whether adoption
     * is on or not.
     *
     * @param sponsor user name, mail address or object id
     * @return how many
     * @throws InvalidInput if the sponsor is none
     * @throws NotFound if there is no such clinic
     * @throws Conflict while we only report
     * @throws AccessDeniedException if the caller is no administrator
     */
    @Transactional
    public int assign(String clinic, @Nullable String sponsor, Viewer caller) {
        requireAdministrator(caller);
        adoptions.refuseWhileReporting();
        UUID id = clinics.get(clinic).id();
        Findings findings = new Findings(texts);
        Optional<Person> person = Optional.ofNullable(sponsor)
                .flatMap(name -> people.named(name.strip()))
                .filter(Person::enabled)
                .filter(one -> one.has(Role.SPONSOR));
        if (person.isEmpty()) {
            findings.add("sponsor", "adoption.invalid.sponsor");
        }
        findings.throwIfAny();
        int given = table.assign(id, person.orElseThrow().id(), caller.id());
        batches.openOf(id).forEach(workflow::changed);
        log.info("{} guests that were found are given to a sponsor", given);
        return given;
    }

    /**
     * Leaves an account alone from now on.
     *
     * @throws InvalidInput without a reason
     * @throws NotFound if there is no such guest, or it is in the register
     * @throws AccessDeniedException if the caller is no administrator
     */
    @Transactional
    public FoundGuest ignore(GuestId id, @Nullable String reason, Viewer caller) {
        requireAdministrator(caller);
        Findings findings = new Findings(texts);
        String why = findings.line("reason", reason, LONGEST, true);
        findings.throwIfAny();
        FoundGuest guest = open(id);
        table.ignored(id, why, Standing.IGNORED);
        register.passedOver(id, Actor.person(caller.id().value()), "ignored");
        if (guest.standing() == Standing.IN_HAND && guest.batch() != null) {
            workflow.changed(guest.batch());
        }
        return guest;
    }

    /**
     * Takes {@link #ignore} back.
     *
     * @throws NotFound if there is no such guest, or it is in the register
     * @throws AccessDeniedException if the caller is no administrator
     */
    @Transactional
    public FoundGuest lookAgain(GuestId id, Viewer caller) {
        requireAdministrator(caller);
        FoundGuest guest = open(id);
        if (guest.standing() == Standing.IGNORED) {
            table.ignored(id, null, Standing.FOUND);
            table.stands(id, hindrance.of(guest, hindrance.holders(List.of(guest))));
            register.passedOver(id, Actor.person(caller.id().value()), "looked-at-again");
        }
        return guest;
    }

    private FoundGuest open(GuestId id) {
        return table.locked(id)
                .filter(guest -> guest.standing() != Standing.ADOPTED)
                .orElseThrow(() -> new NotFound("There is no such guest, or it is in the register already."));
    }

    private static void requireAdministrator(Viewer caller) {
        if (!caller.isAdministrator()) {
            throw new AccessDeniedException("for administrators");
        }
    }
}
