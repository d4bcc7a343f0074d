package dev.guestward.signup;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.guestward.audit.Actor;
import dev.guestward.audit.AuditLedger;
import dev.guestward.clinic.Clinic;
import dev.guestward.clinic.Clinics;
import dev.guestward.guest.GuestId;
import dev.guestward.guest.Guests;
import dev.guestward.invitation.InvitationAnswer;
import dev.guestward.invitation.InvitationRequest;
import dev.guestward.invitation.Invitations;
import dev.guestward.people.People;
import dev.guestward.people.Person;
import dev.guestward.people.Viewer;
import dev.guestward.problem.Conflict;
import dev.guestward.problem.Findings;
import dev.guestward.problem.InvalidInput;
import dev.guestward.problem.NotFound;
import dev.guestward.signup.SignUp.State;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The sponsor's part: sees who asks to be their guest, and answers. Nobody else sees it but administrators, who hand it to
 * another sponsor or decline it when the one who was asked is away; nobody vouches in another one's name.
 */
@Component
public class SignUpRequests {
    private static final int LONGEST_REASON = 500;

    private final SignUpTable table;
    private final Invitations invitations;
    private final Guests guests;
    private final SignUpSponsors sponsors;
    private final SignUpLetters letters;
    private final People people;
    private final Clinics clinics;
    private final AuditLedger audit;
    private final SignUpSettings settings;
    private final MessageSource texts;
    private final Clock clock;

    SignUpRequests(
            SignUpTable table,
            Invitations invitations,
            Guests guests,
            SignUpSponsors sponsors,
            SignUpLetters letters,
            People people,
            Clinics clinics,
            AuditLedger audit,
            SignUpSettings settings,
            MessageSource texts,
            Clock clock) {
        this.table = table;
        this.invitations = invitations;
        this.guests = guests;
        this.sponsors = sponsors;
        this.letters = letters;
        this.people = people;
        this.clinics = clinics;
        this.audit = audit;
        this.settings = settings;
        this.texts = texts;
        this.clock = clock;
    }

    /**
     * What the sponsor asks for, unchecked; what is left out stays as the clinician gave it.
     *
     * @param accessUntil a day, {@code 2027-03-31}
     * @param continueAs what is to be done about somebody who was here before under this address
     */
    public record Terms(
            @Nullable String purpose,
            @Nullable List<@Nullable String> grants,
            @Nullable String accessUntil,
            @JsonProperty("continue") @Nullable String continueAs) {
        @Override
        public String toString() {
            return "Terms[…]";
        }
    }

    /** Those that wait for this person, or for anybody if it is an administrator; the oldest first. */
    @Transactional(readOnly = true)
    public List<SignUp> waitingFor(Viewer viewer) {
        return viewer.isAdministrator() ? table.open() : table.waitingFor(viewer.id());
    }

    /** How many wait for this person, whoever that is. */
    public long countWaitingFor(Viewer sponsor) {
        return table.countWaitingFor(sponsor.id());
    }

    /** How many wait for anybody; none is told to who is no administrator. */
    public long countOpen(Viewer viewer) {
        return viewer.isAdministrator() ? table.countOpen() : 0;
    }

    /** @throws NotFound if there is none, or it is somebody else's and this is no administrator */
    public SignUp get(UUID id, Viewer viewer) {
        return visible(id, viewer, false);
    }

    /** To whom an administrator may hand it: those of the clinic's list who do not have it already. */
    public List<Person> others(SignUp signUp) {
        return sponsors.of(clinic(signUp)).stream()
                .filter(person -> !person.id().equals(signUp.sponsor()))
                .toList();
    }

    /** When it lapses if nobody answers. */
    public Instant lapsesAt(SignUp signUp) {
        return signUp.confirmedAt().plus(settings.answerWithin());
    }

    /**
     * Asks for the guest as this sponsor would have by the form: rules, policy and the owner's approval as ever.
     *
     * @throws NotFound if there is none, or it is somebody else's
     * @throws AccessDeniedException for an administrator who is not its sponsor
     * @throws Conflict if it is decided, or the sponsor has this guest already
     * @throws InvalidInput naming every field that is not acceptable
     */
    @Transactional
    public InvitationAnswer accept(UUID id, Terms terms, Viewer sponsor) {
        SignUp signUp = toDecide(id, sponsor);
        if (signUp.sponsor() == null || !sponsor.is(signUp.sponsor())) {
            throw new AccessDeniedException("for its sponsor");
        }
        InvitationAnswer answer = invitations.request(
                new InvitationRequest(
                                signUp.email(),
                                signUp.displayName(),
                                null,
                                sponsor.id().value(),
                                terms.grants() == null ? List.copyOf(signUp.grants()) : terms.grants(),
                                terms.accessUntil() == null ? signUp.accessUntil() : terms.accessUntil(),
                                terms.purpose() == null ? signUp.purpose() : terms.purpose(),
                                null,
                                signUp.language())
                        // the sponsor has seen who asks by an address of their own; a namesake is another person
                        .continuing(terms.continueAs() == null ? "other-person" : terms.continueAs(), null),
                sponsor,
                null);
        GuestId guest = answer instanceof InvitationAnswer.Accepted accepted ? accepted.guest() : null;
        Actor actor = Actor.person(sponsor.id().value());
        table.decided(id, State.ACCEPTED, guest, null, clock.instant());
        note(id, sponsor, "sign-up-accepted", guestDetail(guest));
        if (guest != null) {
            guests.note(guest, actor, "signed-up", Map.of("signUp", id.toString()));
        }
        return answer;
    }

    private static Map<String, String> guestDetail(@Nullable GuestId guest) {
        return guest == null ? Map.of() : Map.of("guest", guest.toString());
    }

    /**
     * Says no, as its sponsor or an administrator. The reason is kept for a while, and nobody is mailed it.
     *
     * @throws NotFound if there is none, or it is somebody else's
     * @throws Conflict if it is decided
     * @throws InvalidInput if no reason is given
     */
    @Transactional
    public void decline(UUID id, @Nullable String reason, Viewer viewer) {
        toDecide(id, viewer);
        Findings findings = new Findings(texts);
        String why = findings.lines("reason", reason, LONGEST_REASON, true);
        findings.throwIfAny();
        table.decided(id, State.DECLINED, null, why, clock.instant());
        note(id, viewer, "sign-up-declined", Map.of());
    }

    /**
     * Hands it to another sponsor, who is mailed; the last day stays. Handing it to who has it changes nothing.
     *
     * @param sponsor user name, mail address or id of somebody on the clinic's list
     * @throws NotFound if there is none, or it is somebody else's
     * @throws AccessDeniedException for sponsors
     * @throws Conflict if it is decided
     * @throws InvalidInput if there is no such sponsor for this clinic
     */
    @Transactional
    public void assign(UUID id, @Nullable String sponsor, Viewer administrator) {
        SignUp signUp = toDecide(id, administrator);
        if (!administrator.isAdministrator()) {
            throw new AccessDeniedException("for administrators");
        }
        Clinic clinic = clinic(signUp);
        Findings findings = new Findings(texts);
        Optional<Person> chosen = Optional.ofNullable(sponsor)
                .flatMap(people::named)
                .filter(person -> sponsors.of(clinic).contains(person));
        if (chosen.isEmpty()) {
            findings.add("sponsor", "signup.invalid.sponsor");
        }
        findings.throwIfAny();
        chosen.filter(person -> !person.id().equals(signUp.sponsor())).ifPresent(person -> {
            table.assign(id, person.id());
            note(
                    id,
                    administrator,
                    "sign-up-assigned",
                    Map.of("sponsor", person.id().value()));
            letters.tellNextSponsor(id, clinic, person, clock.instant());
        });
    }

    private void note(UUID id, Viewer by, String code, Map<String, String> details) {
        audit.append(id, clock.instant(), Actor.person(by.id().value()), code, null, null, details);
    }

    private Clinic clinic(SignUp signUp) {
        return clinics.byId(signUp.clinicId())
                .orElseThrow(() -> new IllegalStateException("Sign-up " + signUp.id() + " has no clinic"));
    }

    private SignUp toDecide(UUID id, Viewer viewer) {
        SignUp signUp = visible(id, viewer, true);
        if (signUp.state() != State.WAITING && signUp.state() != State.CONFIRMED) {
            throw new Conflict("This request has been answered, or has lapsed.");
        }
        return signUp;
    }

    private SignUp visible(UUID id, Viewer viewer, boolean toDecide) {
        return table.confirmed(id, toDecide)
                .filter(signUp -> viewer.isAdministrator() || (signUp.sponsor() != null && viewer.is(signUp.sponsor())))
                .orElseThrow(SignUpRequests::unknown);
    }

    private static NotFound unknown() {
        return new NotFound("There is no such request, or it is not yours.");
    }
}
