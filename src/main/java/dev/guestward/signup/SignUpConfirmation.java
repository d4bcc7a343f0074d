package dev.guestward.signup;

import dev.guestward.audit.Actor;
import dev.guestward.audit.AuditLedger;
import dev.guestward.clinic.Clinic;
import dev.guestward.clinic.Clinics;
import dev.guestward.people.Person;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The clinician's part after the mail: says that it was them, and chooses a sponsor where there are several. */
@Component
public class SignUpConfirmation {
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9_-]{43}");
    private static final Duration TIME_TO_CHOOSE = Duration.ofHours(1);
    private static final Actor CLINICIAN = Actor.workflow("sign-up");

    private final SignUpTable table;
    private final SignUpSecrets secrets;
    private final SignUpSponsors sponsors;
    private final SignUpLetters letters;
    private final Clinics clinics;
    private final AuditLedger audit;
    private final Clock clock;

    SignUpConfirmation(
            SignUpTable table,
            SignUpSecrets secrets,
            SignUpSponsors sponsors,
            SignUpLetters letters,
            Clinics clinics,
            AuditLedger audit,
            Clock clock) {
        this.table = table;
        this.secrets = secrets;
        this.sponsors = sponsors;
        this.letters = letters;
        this.clinics = clinics;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * A sponsor to choose.
     *
     * @param key good for this one choice only; says nothing about the person
     */
    public record Choice(String key, String name) {}

    /**
     * What comes next.
     *
     * @param token with which to choose; null once the sponsor is asked
     * @param choices empty once the sponsor is asked
     */
    public record Next(@Nullable String token, List<Choice> choices) {
        public boolean isWithSponsor() {
            return token == null;
        }

        @Override
        public String toString() {
            return "Next[…]";
        }
    }

    /** Whether the token of a mail can still be used; uses nothing up. */
    @Transactional(readOnly = true)
    public boolean isOpen(@Nullable String token) {
        return hash(token).map(hash -> table.isOpen(hash, clock.instant())).orElse(false);
    }

    /**
     * Takes the word that it was them.
     *
     * @return empty for any token that is not good, whatever the reason
     */
    @Transactional
    public Optional<Next> confirm(@Nullable String token) {
        Instant now = clock.instant();
        return hash(token).flatMap(hash -> table.confirm(hash, now)).map(signUp -> {
            note(signUp.id(), "sign-up-confirmed", Map.of());
            Clinic clinic = clinic(signUp);
            List<Person> known = sponsors.of(clinic);
            if (known.size() == 1) {
                assign(signUp, clinic, known.get(0));
                return new Next(null, List.of());
            }
            String toChoose = secrets.newToken();
            table.letChoose(signUp.id(), secrets.ofToken(toChoose), now.plus(TIME_TO_CHOOSE));
            return new Next(toChoose, choices(toChoose, known));
        });
    }

    /**
     * Chooses the sponsor.
     *
     * @return empty for a token that is not good; the choices again if there is no such one
     */
    @Transactional
    public Optional<Next> choose(@Nullable String token, @Nullable String choice) {
        return hash(token)
                .flatMap(hash -> table.choosing(hash, clock.instant()))
                .map(signUp -> {
                    String given = String.valueOf(token);
                    Clinic clinic = clinic(signUp);
                    List<Person> known = sponsors.of(clinic);
                    return known.stream()
                            .filter(person -> key(given, person).equals(choice))
                            .findFirst()
                            .map(person -> {
                                assign(signUp, clinic, person);
                                return new Next(null, List.of());
                            })
                            .orElseGet(() -> new Next(given, choices(given, known)));
                });
    }

    private void assign(SignUp signUp, Clinic clinic, Person sponsor) {
        table.assign(signUp.id(), sponsor.id());
        note(signUp.id(), "sign-up-assigned", Map.of("sponsor", sponsor.id().value()));
        letters.tellSponsor(signUp.id(), clinic, sponsor);
    }

    private void note(UUID signUp, String code, Map<String, String> details) {
        audit.append(signUp, clock.instant(), CLINICIAN, code, null, null, details);
    }

    private List<Choice> choices(String token, List<Person> known) {
        return known.stream()
                .map(person -> new Choice(key(token, person), person.displayName()))
                .toList();
    }

    private String key(String token, Person person) {
        return secrets.ofToken(token + person.id()).substring(0, 16);
    }

    private Clinic clinic(SignUp signUp) {
        return clinics.byId(signUp.clinicId())
                .orElseThrow(() -> new IllegalStateException("Sign-up " + signUp.id() + " has no clinic"));
    }

    private Optional<String> hash(@Nullable String token) {
        return Optional.ofNullable(token)
                .filter(text -> TOKEN.matcher(text).matches())
                .map(secrets::ofToken);
    }
}
