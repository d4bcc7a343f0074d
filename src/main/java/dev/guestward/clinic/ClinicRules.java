package dev.guestward.clinic;

import dev.guestward.clinic.ClinicRequest.ContactRequest;
import dev.guestward.hospital.HospitalSettings;
import dev.guestward.people.People;
import dev.guestward.people.Person;
import dev.guestward.people.PersonId;
import dev.guestward.people.Role;
import dev.guestward.problem.Findings;
import dev.guestward.problem.InvalidInput;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** Checks what is asked for a clinic, every field of it, before anything is written. */
@Component
class ClinicRules {
    private static final Pattern KEY = Pattern.compile("[a-z0-9-]{2,40}");
    private static final Pattern GUID = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
    private static final Pattern LOCAL_PART = Pattern.compile("[\\x21-\\x7e&&[^@]]{1,64}");

    /** Stands where keys stand in the addresses of pages. */
    private static final String RESERVED_KEY = "new";

    private static final int LONGEST_NAME = 120;
    private static final int MOST_DOMAINS = 50;
    private static final int MOST_CONTACTS = 20;
    private static final int DAY_LENGTH = "2031-12-31".length();

    private final ClinicTable table;
    private final KnownGrants grants;
    private final People people;
    private final HospitalSettings hospital;
    private final Clock clock;
    private final MessageSource texts;

    ClinicRules(
            ClinicTable table,
            KnownGrants grants,
            People people,
            HospitalSettings hospital,
            Clock clock,
            MessageSource texts) {
        this.table = table;
        this.grants = grants;
        this.people = people;
        this.hospital = hospital;
        this.clock = clock;
        this.texts = texts;
    }

    /**
     * The clinic that is asked for.
     *
     * @param before the clinic as it is; null for a new one
     * @throws InvalidInput naming every field that is not acceptable
     */
    Clinic checked(ClinicRequest request, @Nullable Clinic before) {
        Findings findings = new Findings(texts);
        UUID id = before == null ? UUID.randomUUID() : before.id();
        String key = before == null ? newKey(request.key(), findings) : sameKey(request.key(), before, findings);
        if (before != null && request.version() == null) {
            findings.add("version", "clinic.invalid.version");
        }
        Clinic clinic = new Clinic(
                id,
                key,
                findings.line("name", request.name(), LONGEST_NAME, true),
                domains(request.domains(), id, findings),
                !Boolean.FALSE.equals(request.ownerApproves()),
                agreementEnd(request.agreementEnd(), before, findings),
                contacts(request.contacts(), findings),
                allowedGrants(request.allowedGrants(), findings),
                homeTenant(request.homeTenant(), findings),
                identityKind(request.identityKind(), findings),
                sponsors(request.signUpSponsors(), findings),
                before == null ? 0 : before.version());
        findings.throwIfAny();
        return clinic;
    }

    private String newKey(@Nullable String given, Findings findings) {
        String key = stripped(given);
        if (key.isEmpty()) {
            findings.add("key", "invalid.empty");
        } else if (!KEY.matcher(key).matches() || key.equals(RESERVED_KEY)) {
            findings.add("key", "clinic.invalid.key");
        } else {
            table.withKey(key).ifPresent(other -> findings.add("key", "clinic.invalid.key.taken", other.name()));
        }
        return key;
    }

    private static String sameKey(@Nullable String given, Clinic before, Findings findings) {
        if (!stripped(given).isEmpty() && !stripped(given).equals(before.key())) {
            findings.add("key", "clinic.invalid.key.change", before.key());
        }
        return before.key();
    }

    private Set<String> domains(@Nullable List<@Nullable String> given, UUID id, Findings findings) {
        List<@Nullable String> asked = given == null ? List.of() : given;
        if (asked.isEmpty()) {
            findings.add("domains", "clinic.invalid.domains.empty");
        }
        if (asked.size() > MOST_DOMAINS) {
            findings.add("domains", "clinic.invalid.many", MOST_DOMAINS);
            return Set.of();
        }
        Map<Integer, String> places = new LinkedHashMap<>();
        for (int place = 0; place < asked.size(); place++) {
            String field = "domains[" + place + "]";
            Optional<String> domain = MailDomain.of(stripped(asked.get(place)));
            if (domain.isEmpty()) {
                findings.add(field, "clinic.invalid.domain", place + 1);
            } else if (MailDomain.isTopLevel(domain.get())) {
                findings.add(field, "clinic.invalid.domain.top", place + 1);
            } else if (hospital.owns(domain.get())) {
                findings.add(field, "clinic.invalid.domain.own", place + 1);
            } else {
                places.put(place, domain.get());
            }
        }
        Map<String, Clinic> owners = table.ownersOf(new LinkedHashSet<>(places.values()), id);
        places.forEach((place, domain) -> {
            Clinic owner = owners.get(domain);
            if (owner != null) {
                findings.add(
                        "domains[" + place + "]", "clinic.invalid.domain.taken", domain, owner.name(), owner.key());
            }
        });
        return Set.copyOf(new LinkedHashSet<>(places.values()));
    }

    /** A day that is over can stay, so that the rest of a clinic can still be changed. */
    private @Nullable LocalDate agreementEnd(@Nullable String given, @Nullable Clinic before, Findings findings) {
        String text = stripped(given);
        if (text.isEmpty()) {
            return null;
        }
        try {
            LocalDate day = LocalDate.parse(text);
            if (text.length() != DAY_LENGTH) {
                findings.add("agreementEnd", "invalid.until.form");
            } else if (before == null && day.isBefore(LocalDate.ofInstant(clock.instant(), hospital.timeZone()))) {
                findings.add("agreementEnd", "clinic.invalid.agreement.past");
            }
            return day;
        } catch (DateTimeException e) {
            findings.add("agreementEnd", "invalid.until.form");
            return null;
        }
    }

    private static List<Contact> contacts(@Nullable List<@Nullable ContactRequest> given, Findings findings) {
        List<@Nullable ContactRequest> asked = given == null ? List.of() : given;
        if (asked.size() > MOST_CONTACTS) {
            findings.add("contacts", "clinic.invalid.many", MOST_CONTACTS);
            return List.of();
        }
        List<Contact> contacts = new ArrayList<>();
        for (int place = 0; place < asked.size(); place++) {
            String field = "contacts[" + place + "]";
            ContactRequest contact = asked.get(place);
            if (contact == null) {
                findings.add(field, "invalid.empty");
                continue;
            }
            String mail = stripped(contact.mail());
            if (!isMail(mail)) {
                findings.add(field + ".mail", "clinic.invalid.contact.mail");
            }
            contacts.add(new Contact(
                    findings.line(field + ".name", contact.name(), LONGEST_NAME, true),
                    mail,
                    findings.line(field + ".role", contact.role(), LONGEST_NAME, false)));
        }
        return contacts;
    }

    private static boolean isMail(String text) {
        int at = text.lastIndexOf('@');
        return at > 0
                && LOCAL_PART.matcher(text.substring(0, at)).matches()
                && MailDomain.of(text.substring(at + 1))
                        .filter(domain -> !MailDomain.isTopLevel(domain))
                        .isPresent();
    }

    private Set<String> allowedGrants(@Nullable List<@Nullable String> given, Findings findings) {
        Set<String> allowed = new LinkedHashSet<>();
        for (String key : given == null ? List.<@Nullable String>of() : given) {
            if (key == null || !grants.keys().contains(key)) {
                findings.add("allowedGrants", "invalid.grants.unknown", String.join(", ", grants.keys()));
                return Set.of();
            }
            allowed.add(key);
        }
        return allowed;
    }

    private static @Nullable UUID homeTenant(@Nullable String given, Findings findings) {
        String text = stripped(given);
        if (text.isEmpty()) {
            return null;
        }
        if (!GUID.matcher(text).matches()) {
            findings.add("homeTenant", "clinic.invalid.tenant");
            return null;
        }
        return UUID.fromString(text);
    }

    private static IdentityKind identityKind(@Nullable String given, Findings findings) {
        String text = stripped(given);
        if (text.isEmpty()) {
            return IdentityKind.ANY;
        }
        try {
            return IdentityKind.valueOf(text.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            findings.add(
                    "identityKind",
                    "clinic.invalid.identity",
                    Arrays.stream(IdentityKind.values()).map(Enum::name).collect(Collectors.joining(", ")));
            return IdentityKind.ANY;
        }
    }

    private Set<PersonId> sponsors(@Nullable List<@Nullable String> given, Findings findings) {
        Set<PersonId> sponsors = new LinkedHashSet<>();
        List<@Nullable String> asked = given == null ? List.of() : given;
        for (int place = 0; place < asked.size(); place++) {
            Optional<Person> person = people.named(stripped(asked.get(place)))
                    .filter(Person::enabled)
                    .filter(known -> known.has(Role.SPONSOR));
            if (person.isEmpty()) {
                findings.add("signUpSponsors[" + place + "]", "clinic.invalid.sponsor", place + 1);
            }
            person.ifPresent(known -> sponsors.add(known.id()));
        }
        return sponsors;
    }

    private static String stripped(@Nullable String given) {
        return given == null ? "" : given.strip();
    }
}
