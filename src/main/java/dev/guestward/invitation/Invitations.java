package dev.guestward.invitation;

import dev.guestward.guest.Guest;
import dev.guestward.guest.GuestId;
import dev.guestward.guest.GuestState;
import dev.guestward.guest.Guests;
import dev.guestward.guest.NewGuest;
import dev.guestward.invitation.InvitationWorkflow.Urgency;
import dev.guestward.invitation.SamePerson.Choice;
import dev.guestward.invitation.SamePerson.Found;
import dev.guestward.people.Viewer;
import dev.guestward.problem.Conflict;
import dev.guestward.problem.InvalidInput;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Takes requests for guests. */
@Component
public class Invitations {
    private final GuestRegistrations registrations;
    private final Guests guests;
    private final KnownPeople people;
    private final SamePerson samePerson;
    private final FormerGuests former;
    private final AddressChanges addresses;
    private final RepeatedRequests repeated;
    private final MessageSource texts;

    Invitations(
            GuestRegistrations registrations,
            Guests guests,
            KnownPeople people,
            SamePerson samePerson,
            FormerGuests former,
            AddressChanges addresses,
            RepeatedRequests repeated,
            MessageSource texts) {
        this.registrations = registrations;
        this.guests = guests;
        this.people = people;
        this.samePerson = samePerson;
        this.former = former;
        this.addresses = addresses;
        this.repeated = repeated;
        this.texts = texts;
    }

    /**
     * Registers a guest and starts the workflow, all in one transaction or not at all.
     *
     * @param idempotencyKey the caller's name for this request; the same key gets the same answer
     * @throws InvalidInput naming every field that is not acceptable, or why the policy refuses the request
     * @throws ChoiceNeeded if the person was here before; the request is repeated with what is to be done
     * @throws Conflict if the caller's own list holds the address already
     */
    @Transactional
    public InvitationAnswer request(InvitationRequest request, Viewer caller, @Nullable String idempotencyKey) {
        Locale locale = LocaleContextHolder.getLocale();
        if (idempotencyKey == null) {
            return onlyNew(accept(request, caller, Urgency.PERSON_WAITS, locale), locale);
        }
        Optional<InvitationAnswer> before = repeated.answerTo(caller, idempotencyKey, request);
        if (before.isPresent()) {
            return before.get();
        }
        InvitationAnswer answer = onlyNew(accept(request, caller, Urgency.PERSON_WAITS, locale), locale);
        repeated.remember(caller, idempotencyKey, answer);
        return answer;
    }

    /**
     * The same for a line of a file, which gives way to those who wait in front of a screen. The caller's transaction also
     * notes that the line is done: that, and no key, keeps it from being asked for twice.
     *
     * @throws InvalidInput naming every field that is not acceptable any more
     * @throws Conflict if somebody else registers the address at this moment
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public InvitationAnswer requestFromFile(InvitationRequest request, Viewer caller, Locale locale) {
        return accept(request, caller, Urgency.FROM_FILE, locale);
    }

    /**
     * Looks at many requests and writes nothing. Clinics and people are read once for all of them.
     *
     * @return for each request every field that is not acceptable, none if there is nothing wrong with it
     */
    @Transactional(readOnly = true)
    public List<List<InvalidInput.Field>> check(List<InvitationRequest> requests, Viewer caller, Locale locale) {
        References references = registrations.loaded();
        return requests.stream()
                .map(request -> registrations.findings(request, caller, references, locale))
                .toList();
    }

    private InvitationAnswer accept(InvitationRequest request, Viewer caller, Urgency urgency, Locale locale) {
        NewGuest wanted = registrations.checked(request, caller, locale);
        Optional<Guest> known = guests.openWithAddress(wanted.email());
        if (known.isPresent() && !Guests.maySee(caller, known.get())) {
            people.askCoSponsorship(known.get(), caller.id());
            return new InvitationAnswer.KnownHere();
        }
        Optional<Found> found = known.isPresent()
                ? samePerson.blocked(known.get())
                : samePerson.find(wanted, caller, request.earlier());
        if (found.isPresent()) {
            return continued(request, wanted, found.get(), caller, urgency, locale);
        }
        return known.<InvitationAnswer>map(guest -> new InvitationAnswer.OnList(guest.id()))
                .orElseGet(() -> accepted(registrations.register(wanted, urgency)));
    }

    private InvitationAnswer continued(
            InvitationRequest request, NewGuest wanted, Found found, Viewer caller, Urgency urgency, Locale locale) {
        Optional<Choice> choice = Choice.of(request.continueAs()).filter(found::allows);
        if (choice.isEmpty()) {
            return new InvitationAnswer.Choice(
                    found.earlier().id(),
                    found.choices().stream()
                            .map(one -> new ChoiceNeeded.Way(one.key(), does(one, found.earlier(), locale)))
                            .toList());
        }
        Guest earlier = found.earlier();
        return switch (choice.get()) {
            case RESTORE -> restored(request, wanted, earlier, caller, urgency);
            case INVITE_ANEW -> accepted(registrations.register(wanted, urgency, earlier.id(), false));
            case NEW_ADDRESS -> {
                addresses.change(earlier.id(), wanted.email(), caller);
                yield accepted(earlier.id());
            }
            case OTHER_PERSON -> accepted(registrations.register(wanted, urgency));
        };
    }

    private InvitationAnswer accepted(GuestId guest) {
        return new InvitationAnswer.Accepted(guest, guests.get(guest).state());
    }

    private InvitationAnswer restored(
            InvitationRequest request, NewGuest wanted, Guest earlier, Viewer caller, Urgency urgency) {
        if (earlier.state() == GuestState.PURGED) {
            former.checkMayComeBack(earlier, caller);
            return accepted(registrations.register(wanted, urgency, earlier.id(), true));
        }
        former.bringBack(earlier.id(), wanted.purpose(), Objects.requireNonNull(request.accessUntil()), caller);
        return accepted(earlier.id());
    }

    private String does(Choice choice, Guest earlier, Locale locale) {
        boolean purged = choice == Choice.RESTORE && earlier.state() == GuestState.PURGED;
        String key = "same-person.does." + (purged ? "restore-purged" : choice.key());
        return texts.getMessage(key, new Object[] {earlier.displayName()}, locale);
    }

    private InvitationAnswer onlyNew(InvitationAnswer answer, Locale locale) {
        if (answer instanceof InvitationAnswer.Choice choice) {
            Guest earlier = guests.get(choice.earlier());
            throw new ChoiceNeeded(
                    told("same-person.known." + earlier.state(), earlier, locale), earlier, choice.ways());
        }
        if (answer instanceof InvitationAnswer.OnList known) {
            Guest guest = guests.get(known.guest());
            String text = guest.state() == GuestState.BLOCKED ? "known.blocked" : "known.on-list";
            throw new Conflict(told(text, guest, locale));
        }
        return answer;
    }

    private String told(String text, Guest guest, Locale locale) {
        Object[] about = {guest.displayName(), guest.id().toString()};
        return texts.getMessage(text, about, locale);
    }
}
