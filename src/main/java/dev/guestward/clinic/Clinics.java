package dev.guestward.clinic;

import dev.guestward.audit.Actor;
import dev.guestward.audit.AuditLedger;
import dev.guestward.people.Viewer;
import dev.guestward.problem.Conflict;
import dev.guestward.problem.InvalidInput;
import dev.guestward.problem.NotFound;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The register of partner clinics. Everybody may read it; administrators change it, each change with its audit row. */
@Component
public class Clinics {
    private static final Logger log = LoggerFactory.getLogger(Clinics.class);
    private static final Map<String, Function<Clinic, @Nullable Object>> FIELDS = Map.of(
            "name", Clinic::name,
            "domains", Clinic::domains,
            "owner-approves", Clinic::ownerApproves,
            "agreement-end", Clinic::agreementEnd,
            "contacts", Clinic::contacts,
            "allowed-grants", Clinic::allowedGrants,
            "home-tenant", Clinic::homeTenant,
            "identity-kind", Clinic::identityKind,
            "sign-up-sponsors", Clinic::signUpSponsors);

    private final ClinicTable table;
    private final ClinicRules rules;
    private final AuditLedger audit;
    private final Clock clock;
    private final ClinicSettings settings;

    Clinics(ClinicTable table, ClinicRules rules, AuditLedger audit, Clock clock, ClinicSettings settings) {
        this.table = table;
        this.rules = rules;
        this.audit = audit;
        this.clock = clock;
        this.settings = settings;
    }

    /** The clinic that owns the mail domain, or the nearest parent domain that is registered. */
    public Optional<Clinic> byDomain(String domain) {
        String asked = domain.toLowerCase(Locale.ROOT);
        for (int dot = -1; ; ) {
            Optional<Clinic> found = table.withDomain(asked.substring(dot + 1));
            dot = asked.indexOf('.', dot + 1);
            if (found.isPresent() || dot < 0) {
                return found;
            }
        }
    }

    public Optional<Clinic> byKey(String key) {
        return table.withKey(key.toLowerCase(Locale.ROOT));
    }

    public Optional<Clinic> byId(UUID id) {
        return table.withId(id);
    }

    /**
     * The clinic as it is now, and stays until the transaction ends: an agreement is not ended meanwhile. For whoever adds a
     * guest, so that no guest slips through while a clinic is closed.
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public Clinic held(UUID id) {
        table.hold(id);
        return table.withId(id).orElseThrow(() -> new NotFound("There is no clinic of this name."));
    }

    /** @throws NotFound if there is no clinic of this key */
    public Clinic get(String key) {
        return byKey(key).orElseThrow(() -> new NotFound("There is no clinic of this name."));
    }

    /** All clinics by name. */
    public List<Clinic> all() {
        return table.all();
    }

    /** Clinics by name whose name, key or a mail domain holds the text. */
    public List<Clinic> matching(String text) {
        String part = text.strip().toLowerCase(Locale.ROOT);
        return table.all().stream()
                .filter(clinic -> clinic.name().toLowerCase(Locale.ROOT).contains(part)
                        || clinic.key().contains(part)
                        || clinic.domains().stream().anyMatch(domain -> domain.contains(part)))
                .toList();
    }

    /**
     * Registers a clinic.
     *
     * @throws InvalidInput naming every field that is not acceptable
     * @throws AccessDeniedException if the caller is no administrator
     */
    @Transactional
    public Clinic create(ClinicRequest request, Viewer caller) {
        requireAdministrator(caller);
        table.lock();
        Clinic clinic = rules.checked(request, null);
        register(clinic, Actor.person(caller.id().value()));
        return clinic;
    }

    /**
     * Changes a clinic. What changes nothing leaves no trace.
     *
     * @throws InvalidInput naming every field that is not acceptable
     * @throws Conflict if somebody has changed it since the caller read it
     * @throws NotFound if there is no clinic of this key
     * @throws AccessDeniedException if the caller is no administrator
     */
    @Transactional
    public Clinic update(String key, ClinicRequest request, Viewer caller) {
        requireAdministrator(caller);
        table.lock();
        Clinic before = get(key);
        if (request.version() != null && request.version() != before.version()) {
            throw new Conflict("Somebody has changed this clinic since you read it. Read it again.");
        }
        Clinic after = rules.checked(request, before);
        List<String> changed = FIELDS.entrySet().stream()
                .filter(field -> !Objects.equals(
                        field.getValue().apply(before), field.getValue().apply(after)))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
        if (changed.isEmpty()) {
            return before;
        }
        table.update(after);
        audit.append(
                before.id(),
                clock.instant(),
                Actor.person(caller.id().value()),
                "clinic-changed",
                null,
                null,
                Map.of("fields", String.join("+", changed)));
        log.info("Clinic {} changed: {}", before.key(), changed);
        return get(before.key());
    }

    /**
     * Ends the agreement with a clinic on this day, unless it ends before. Waits for guests that are being added, and those that
     * are added after it wait until the transaction ends, and find the new end.
     *
     * @throws NotFound if there is no clinic of this key
     * @throws AccessDeniedException if the caller is no administrator
     */
    @Transactional
    public void endAgreement(String key, LocalDate day, Viewer caller) {
        requireAdministrator(caller);
        table.lock();
        Clinic clinic = get(key);
        table.awaitNewGuests(clinic.id());
        LocalDate agreed = clinic.agreementEnd();
        if (agreed == null || day.isBefore(agreed)) {
            table.endAgreement(clinic.id(), day);
        }
        audit.append(
                clinic.id(),
                clock.instant(),
                Actor.person(caller.id().value()),
                "clinic-closed",
                null,
                null,
                Map.of("on", day.toString()));
        log.info("The agreement with clinic {} ends", clinic.key());
    }

    /**
     * The clinic is not closed after all. An agreement that was given another end meanwhile keeps that.
     *
     * @param closed the day it was to be closed on
     * @param agreed the last day as it was before; null if there was none
     * @throws AccessDeniedException if the caller is no administrator
     */
    @Transactional
    public void resumeAgreement(String key, LocalDate closed, @Nullable LocalDate agreed, Viewer caller) {
        requireAdministrator(caller);
        table.lock();
        Clinic clinic = get(key);
        if (closed.equals(clinic.agreementEnd())) {
            table.endAgreement(clinic.id(), agreed);
        }
        audit.append(
                clinic.id(),
                clock.instant(),
                Actor.person(caller.id().value()),
                "closing-stopped",
                null,
                null,
                Map.of());
        log.info("The agreement with clinic {} goes on", clinic.key());
    }

    private static void requireAdministrator(Viewer caller) {
        if (!caller.isAdministrator()) {
            throw new AccessDeniedException("for administrators");
        }
    }

    private void register(Clinic clinic, Actor actor) {
        table.insert(clinic, clock.instant());
        audit.append(clinic.id(), clock.instant(), actor, "clinic-created", null, null, Map.of("key", clinic.key()));
        log.info("Clinic {} registered", clinic.key());
    }

    /** Two nodes may start at once: whoever comes second finds the clinic there. */
    @EventListener(ApplicationStartedEvent.class)
    @Transactional
    public void registerInitialClinics() {
        table.lock();
        for (ClinicSettings.Initial initial : settings.initial()) {
            if (table.withKey(initial.key()).isEmpty()) {
                register(checked(initial), Actor.schedule("settings"));
            }
        }
    }

    private Clinic checked(ClinicSettings.Initial initial) {
        try {
            return rules.checked(initial.toRequest(), null);
        } catch (InvalidInput e) {
            throw new IllegalStateException(
                    "guestward.clinics.initial, clinic " + initial.key() + ": " + e.getMessage(), e);
        }
    }
}
