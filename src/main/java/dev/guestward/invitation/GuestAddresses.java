package dev.guestward.invitation;

import dev.guestward.clinic.Clinic;
import dev.guestward.clinic.Clinics;
import dev.guestward.guest.Guest;
import dev.guestward.guest.Guests;
import dev.guestward.people.People;
import dev.guestward.people.PersonId;
import dev.guestward.people.Viewer;
import dev.guestward.problem.Conflict;
import dev.guestward.problem.InvalidInput;
import dev.guestward.readiness.TenantRefusals;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;

/** Addresses for guests who are invited already: the same clinic, and nobody else's. */
@Component
public class GuestAddresses {
    private static final String FIELD = "email";

    private final Clinics clinics;
    private final Guests guests;
    private final OwnDomains own;
    private final TenantRefusals refusals;
    private final KnownPeople others;
    private final People people;
    private final MessageSource texts;

    GuestAddresses(
            Clinics clinics,
            Guests guests,
            OwnDomains own,
            TenantRefusals refusals,
            KnownPeople others,
            People people,
            MessageSource texts) {
        this.clinics = clinics;
        this.guests = guests;
        this.own = own;
        this.refusals = refusals;
        this.others = others;
        this.people = people;
        this.texts = texts;
    }

    /**
     * The same for a person who tries an address: if it is somebody else's guest's, that guest's sponsor hears of it.
     *
     * @throws InvalidInput as {@link #checked} does
     * @throws Conflict as {@link #checked} does
     */
    public String tried(String given, Guest guest, PersonId by) {
        try {
            return checked(given, guest);
        } catch (Conflict e) {
            Viewer viewer = people.byId(by).map(Viewer::of).orElse(null);
            guests.openWithAddress(given.strip())
                    .filter(known -> viewer == null || !Guests.maySee(viewer, known))
                    .ifPresent(known -> others.askedInVain(known, by));
            throw e;
        }
    }

    /**
     * Checks an address that is to replace a guest's.
     *
     * @throws InvalidInput if it is no address that can be invited, not one of the guest's clinic, one the
     *     tenant is known to refuse, or the one on record
     * @throws Conflict if another open guest has it
     */
    public String checked(String given, Guest guest) {
        String text = given.strip();
        if (text.isEmpty()) {
            throw invalid("invalid.email.empty");
        }
        Optional<MailAddress.Problem> problem = MailAddress.problemWith(text);
        if (problem.isPresent()) {
            throw invalid(problem.get().text(), problem.get().values());
        }
        MailAddress address = MailAddress.of(text);
        if (own.include(address.domain())) {
            throw invalid("invalid.email.own");
        }
        Optional<UUID> clinic = clinics.byDomain(address.domain()).map(Clinic::id);
        if (!clinic.equals(Optional.of(guest.clinicId()))) {
            throw invalid("invalid.email.other-clinic", address.domain());
        }
        Optional<TenantRefusals.Refusal> refusal = refusals.of(address.domain());
        if (refusal.isPresent()) {
            throw invalid(refusal.get().text(), address.domain());
        }
        if (address.value().equalsIgnoreCase(guest.email())) {
            throw invalid("redemption.address.same");
        }
        if (guests.openWithAddress(address.value())
                .filter(known -> !known.id().equals(guest.id()))
                .isPresent()) {
            throw new Conflict(text("redemption.address.known"));
        }
        return address.value();
    }

    private InvalidInput invalid(String text, Object... values) {
        return InvalidInput.of(FIELD, text(text, values));
    }

    private String text(String key, Object... values) {
        Object[] words = Arrays.stream(values).map(String::valueOf).toArray();
        return texts.getMessage(key, words, LocaleContextHolder.getLocale());
    }
}
