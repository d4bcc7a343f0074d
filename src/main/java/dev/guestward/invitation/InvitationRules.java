package dev.guestward.invitation;

import dev.guestward.clinic.Clinic;
import dev.guestward.clinic.Clinics;
import dev.guestward.guest.Grants;
import dev.guestward.guest.Guest;
import dev.guestward.guest.NewGuest;
import dev.guestward.hospital.HospitalSettings;
import dev.guestward.people.People;
import dev.guestward.people.Person;
import dev.guestward.people.PersonId;
import dev.guestward.people.Role;
import dev.guestward.people.Viewer;
import dev.guestward.problem.Findings;
import dev.guestward.problem.InvalidInput;
import dev.guestward.readiness.TenantRefusals;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** Checks a request, every field of it, before anything is written. */
@Component
class InvitationRules {
    private static final int LONGEST_NAME = 120;
    private static final int LONGEST_PURPOSE = 500;
    private static final int LONGEST_MESSAGE = 1000;
    private static final Set<String> LANGUAGES = Set.of("en", "de");

    private final Clinics clinics;
    private final People people;
    private final Grants grants;
    private final HospitalSettings hospital;
    private final OwnDomains own;
    private final TenantRefusals refusals;
    private final InvitationSettings settings;
    private final Clock clock;
    private final MessageSource texts;

    InvitationRules(
            Clinics clinics,
            People people,
            Grants grants,
            HospitalSettings hospital,
            OwnDomains own,
            TenantRefusals refusals,
            InvitationSettings settings,
            Clock clock,
            MessageSource texts) {
        this.clinics = clinics;
        this.people = people;
        this.grants = grants;
        this.hospital = hospital;
        this.own = own;
        this.refusals = refusals;
        this.settings = settings;
        this.clock = clock;
        this.texts = texts;
    }

    /**
     * What came of looking at a request.
     *
     * @param guest empty if something is wrong
     * @param findings every field that is not acceptable, in the language of the one who asked
     */
    record Verdict(Optional<NewGuest> guest, List<InvalidInput.Field> findings) {
        /** @throws InvalidInput naming every field that is not acceptable */
        NewGuest orThrow() {
            return guest.orElseThrow(() -> new InvalidInput(findings));
        }
    }

    /** For one request. */
    References stored() {
        return References.stored(clinics, people);
    }

    /** For many requests. */
    References loaded() {
        return References.loaded(clinics, people);
    }

    Verdict check(InvitationRequest request, Viewer caller, References references, Locale locale) {
        Findings findings = new Findings(texts, locale);
        Optional<MailAddress> email = email(request.email(), findings);
        String name = name(request.displayName(), findings);
        String purpose = purpose(request.purpose(), findings);
        String message = lines("message", request.message(), LONGEST_MESSAGE, false, findings);
        Optional<PersonId> sponsor = sponsor(request.sponsor(), caller, references, findings);
        Set<String> wanted = grants(request.grants(), findings);
        Optional<Instant> until = accessUntil(request.accessUntil(), findings);
        String language = language(request.language(), findings);
        Optional<Clinic> clinic = email.flatMap(address -> clinic(request.clinic(), address, references, findings));
        clinic.ifPresent(known -> agreed(known, request, wanted, until, findings));
        clinic.ifPresent(known -> admitted(email.orElseThrow().domain(), findings));
        if (findings.any()) {
            return new Verdict(Optional.empty(), findings.fields());
        }
        NewGuest guest = new NewGuest(
                email.orElseThrow().value(),
                name,
                clinic.orElseThrow().id(),
                sponsor.orElseThrow(),
                caller.id(),
                wanted,
                until.orElseThrow(),
                purpose,
                message.isEmpty() ? null : message,
                language);
        return new Verdict(Optional.of(guest), List.of());
    }

    private Optional<MailAddress> email(@Nullable String given, Findings findings) {
        String text = given == null ? "" : given.strip();
        if (text.isEmpty()) {
            findings.add("email", "invalid.email.empty");
            return Optional.empty();
        }
        Optional<MailAddress.Problem> problem = MailAddress.problemWith(text);
        if (problem.isPresent()) {
            findings.add("email", problem.get().text(), problem.get().values());
            return Optional.empty();
        }
        MailAddress address = MailAddress.of(text);
        if (own.include(address.domain())) {
            findings.add("email", "invalid.email.own");
            return Optional.empty();
        }
        return Optional.of(address);
    }

    String name(@Nullable String given, Findings findings) {
        return withoutPatients("displayName", findings.line("displayName", given, LONGEST_NAME, true), findings);
    }

    String purpose(@Nullable String given, Findings findings) {
        return lines("purpose", given, LONGEST_PURPOSE, true, findings);
    }

    /** Another end for a guest who is here already; empty, with a finding, if it cannot be that one. */
    Optional<Instant> end(String given, UUID clinic, Findings findings) {
        Optional<Instant> until = accessUntil(given, findings);
        Clinic known = clinics.byId(clinic).orElseThrow(() -> new IllegalStateException("No clinic " + clinic));
        return until.filter(end -> isAgreed(known, end, findings));
    }

    /** The clinic that a guest moves to; empty, with a finding, if the guest could not be there with what they have. */
    Optional<UUID> otherClinic(String key, Guest guest, Instant until, Findings findings) {
        Optional<Clinic> found = clinics.byKey(key);
        if (found.isEmpty()) {
            findings.add("clinic", "invalid.clinic.unknown");
            return Optional.empty();
        }
        Clinic clinic = found.get();
        if (clinic.id().equals(guest.clinicId())) {
            return Optional.of(clinic.id());
        }
        Set<String> held = guest.grants().stream().map(Guest.HeldGrant::key).collect(Collectors.toSet());
        return isAllowed("clinic", clinic, held, findings) && isAgreed(clinic, until, findings)
                ? Optional.of(clinic.id())
                : Optional.empty();
    }

    /** The day in the hospital's zone. */
    LocalDate day(Instant time) {
        return LocalDate.ofInstant(time, hospital.timeZone());
    }

    private static String lines(String field, @Nullable String given, int longest, boolean needed, Findings findings) {
        return withoutPatients(field, findings.lines(field, given, longest, needed), findings);
    }

    private static String withoutPatients(String field, String text, Findings findings) {
        PatientNumbers.refuse(field, text, findings);
        return text;
    }

    private Optional<PersonId> sponsor(
            @Nullable String given, Viewer caller, References references, Findings findings) {
        if (given == null || given.isBlank()) {
            if (caller.roles().contains(Role.SPONSOR)) {
                return Optional.of(caller.id());
            }
            findings.add("sponsor", "invalid.sponsor.empty");
            return Optional.empty();
        }
        Optional<Person> person = references
                .person(given.strip())
                .filter(Person::enabled)
                .filter(p -> p.roles().contains(Role.SPONSOR));
        if (person.isEmpty()) {
            findings.add("sponsor", "invalid.sponsor.unknown");
            return Optional.empty();
        }
        if (!person.get().id().equals(caller.id()) && !caller.isAdministrator() && !caller.isOwner()) {
            findings.add("sponsor", "invalid.sponsor.other");
            return Optional.empty();
        }
        return person.map(Person::id);
    }

    private Set<String> grants(@Nullable List<@Nullable String> given, Findings findings) {
        Set<String> wanted = new TreeSet<>();
        if (given == null || given.isEmpty()) {
            findings.add(
                    "grants",
                    "invalid.grants.empty",
                    String.join(", ", grants.grants().keySet()));
            return wanted;
        }
        for (String key : given) {
            if (key == null || grants.find(key).isEmpty()) {
                findings.add(
                        "grants",
                        "invalid.grants.unknown",
                        String.join(", ", grants.grants().keySet()));
                return wanted;
            }
            wanted.add(key);
        }
        return wanted;
    }

    private Optional<Instant> accessUntil(@Nullable String given, Findings findings) {
        if (given == null || given.isBlank()) {
            findings.add("accessUntil", "invalid.until.empty");
            return Optional.empty();
        }
        Instant until;
        try {
            until = instant(given.strip());
        } catch (DateTimeException e) {
            findings.add("accessUntil", "invalid.until.form");
            return Optional.empty();
        }
        Instant now = clock.instant();
        if (!until.isAfter(now)) {
            findings.add("accessUntil", "invalid.until.past");
            return Optional.empty();
        }
        Instant longest = now.plus(settings.longestAccess());
        LocalDate latest = day(longest);
        // a moment can be so far away that it is on no day
        if (until.isAfter(longest.plus(2, ChronoUnit.DAYS)) || day(until).isAfter(latest)) {
            findings.add("accessUntil", "invalid.until.far", latest);
            return Optional.empty();
        }
        return Optional.of(until);
    }

    private Instant instant(String text) {
        if (text.indexOf('T') > 0) {
            return OffsetDateTime.parse(text).toInstant();
        }
        return hospital.endOf(LocalDate.parse(text));
    }

    private static String language(@Nullable String given, Findings findings) {
        String language =
                given == null || given.isBlank() ? "en" : given.strip().toLowerCase(Locale.ROOT);
        if (!LANGUAGES.contains(language)) {
            findings.add("language", "invalid.language");
        }
        return language;
    }

    private Optional<Clinic> clinic(
            @Nullable String given, MailAddress email, References references, Findings findings) {
        Optional<Clinic> byDomain = references.clinicOf(email.domain());
        if (given == null || given.isBlank()) {
            if (byDomain.isEmpty()) {
                findings.add("email", "invalid.email.unknown", email.domain());
            }
            return byDomain;
        }
        Optional<Clinic> named = references.clinic(given.strip());
        if (named.isEmpty()) {
            findings.add("clinic", "invalid.clinic.unknown");
            return Optional.empty();
        }
        if (!named.equals(byDomain)) {
            findings.add("email", "invalid.email.other-clinic", email.domain());
            return Optional.empty();
        }
        return named;
    }

    /** What the tenant refuses, as far as that is known; what it refuses later waits for an administrator. */
    private void admitted(String domain, Findings findings) {
        refusals.of(domain).ifPresent(refusal -> findings.add("email", refusal.text(), domain));
    }

    /** What the agreement with the clinic says about the request. */
    private void agreed(
            Clinic clinic, InvitationRequest request, Set<String> wanted, Optional<Instant> until, Findings findings) {
        isAllowed("grants", clinic, wanted, findings);
        LocalDate last = clinic.agreementEnd();
        if (last != null && !clinic.holdsOn(day(clock.instant()))) {
            boolean named = request.clinic() != null && !request.clinic().isBlank();
            findings.add(named ? "clinic" : "email", "clinic.invalid.agreement.over", clinic.name(), last);
        } else {
            until.ifPresent(end -> isAgreed(clinic, end, findings));
        }
    }

    private boolean isAllowed(String field, Clinic clinic, Set<String> wanted, Findings findings) {
        List<String> refused = wanted.stream()
                .filter(grant -> !clinic.allows(grant))
                .map(grants::nameOf)
                .toList();
        if (!refused.isEmpty()) {
            findings.add(field, "clinic.invalid.grants.refused", clinic.name(), String.join(", ", refused));
        }
        return refused.isEmpty();
    }

    /**
     * The clinic's agreement may have been ended since it was looked at; from here on it is not until the transaction ends.
     *
     * @throws InvalidInput if the guest's access would end after it
     */
    void stillAgreed(NewGuest guest) {
        Findings findings = new Findings(texts);
        isAgreed(clinics.held(guest.clinicId()), guest.accessUntil(), findings);
        findings.throwIfAny();
    }

    private boolean isAgreed(Clinic clinic, Instant until, Findings findings) {
        LocalDate last = clinic.agreementEnd();
        if (last == null || clinic.holdsOn(day(until))) {
            return true;
        }
        findings.add("accessUntil", "clinic.invalid.agreement.ends", clinic.name(), last);
        return false;
    }
}
