package dev.guestward.invitation;

import dev.guestward.guest.EarlierRecords;
import dev.guestward.guest.Guest;
import dev.guestward.guest.GuestId;
import dev.guestward.guest.GuestState;
import dev.guestward.guest.Guests;
import dev.guestward.guest.NewGuest;
import dev.guestward.people.Viewer;
import dev.guestward.problem.InvalidInput;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Looks whether somebody who is asked for was here before: by the address, by a former one, by name and clinic, or because
 * whoever asks says so. Only what that person may see is found.
 */
@Component
class SamePerson {
    private final Guests guests;
    private final EarlierRecords records;
    private final FormerGuests former;

    SamePerson(Guests guests, EarlierRecords records, FormerGuests former) {
        this.guests = guests;
        this.records = records;
        this.former = former;
    }

    /** What can be done about somebody who was here before. */
    enum Choice {
        /** The earlier guest comes back with everything. */
        RESTORE("restore"),
        /** Another record, which names the earlier one. */
        INVITE_ANEW("invite-anew"),
        /** The guest who is here gets the new address. */
        NEW_ADDRESS("same-person-new-address"),
        /** It is somebody else of the same name. */
        OTHER_PERSON("other-person");

        private final String key;

        Choice(String key) {
            this.key = key;
        }

        /** As the API calls it. */
        String key() {
            return key;
        }

        static Optional<Choice> of(@Nullable String key) {
            return Arrays.stream(values())
                    .filter(choice -> choice.key.equals(key))
                    .findFirst();
        }
    }

    /**
     * Somebody who was here before.
     *
     * @param choices what there is to choose from; never empty
     * @param only whether nobody else can be meant; false if several are called so
     */
    record Found(Guest earlier, List<Choice> choices, boolean only) {
        /** Whether this may be done without saying which record is meant. */
        boolean allows(Choice choice) {
            return choices.contains(choice) && (only || choice == Choice.OTHER_PERSON);
        }
    }

    /**
     * Looks for an earlier record of a person whose address nobody else's open guest has.
     *
     * @param named the record that whoever asks means; null to search
     * @throws InvalidInput if there is no such record, or nothing can be done about it
     */
    Optional<Found> find(NewGuest wanted, Viewer caller, @Nullable String named) {
        if (named != null && !named.isBlank()) {
            Found found = GuestId.parse(named.strip())
                    .flatMap(guests::find)
                    .filter(guest ->
                            Guests.maySee(caller, guest) && guest.clinicId().equals(wanted.clinicId()))
                    .flatMap(guest -> found(guest, wanted))
                    .orElseThrow(() ->
                            InvalidInput.of("earlier", "There is no such guest of this clinic, or not one of yours."));
            return Optional.of(found);
        }
        return records.endedWithAddress(wanted.email()).stream()
                .filter(guest -> Guests.maySee(caller, guest))
                .findFirst()
                .flatMap(guest -> found(guest, wanted))
                .or(() -> called(wanted, caller));
    }

    private Optional<Found> called(NewGuest wanted, Viewer caller) {
        List<Found> all = records.called(wanted.displayName(), wanted.clinicId()).stream()
                .filter(guest -> Guests.maySee(caller, guest))
                .flatMap(guest -> found(guest, wanted).stream())
                .toList();
        return all.stream().findFirst().map(found -> new Found(found.earlier(), found.choices(), all.size() == 1));
    }

    /** Somebody who is here under the very address that is asked for. */
    Optional<Found> blocked(Guest known) {
        return known.state() == GuestState.BLOCKED && former.canComeBack(known)
                ? Optional.of(new Found(known, List.of(Choice.RESTORE), true))
                : Optional.empty();
    }

    private Optional<Found> found(Guest earlier, NewGuest wanted) {
        boolean same = earlier.email().equalsIgnoreCase(wanted.email());
        return switch (earlier.state()) {
            case PURGED ->
                records.isBack(earlier.id())
                        ? Optional.empty()
                        : found(earlier, same, Choice.RESTORE, Choice.INVITE_ANEW);
            case BLOCKED, DELETED ->
                !former.canComeBack(earlier)
                        ? Optional.empty()
                        : same
                                ? found(earlier, true, Choice.RESTORE)
                                : found(earlier, false, Choice.RESTORE, Choice.INVITE_ANEW);
            case INVITED, ACTIVE -> same ? Optional.empty() : found(earlier, false, Choice.NEW_ADDRESS);
            case REQUESTED, DECLINED, DISCOVERED -> Optional.empty();
        };
    }

    /** Of another address it may be another person. */
    private static Optional<Found> found(Guest earlier, boolean same, Choice... choices) {
        List<Choice> all = new ArrayList<>(List.of(choices));
        if (!same) {
            all.add(Choice.OTHER_PERSON);
        }
        return Optional.of(new Found(earlier, List.copyOf(all), true));
    }
}
