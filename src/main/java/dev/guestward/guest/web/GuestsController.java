package dev.guestward.guest.web;

import dev.guestward.clinic.Clinic;
import dev.guestward.clinic.Clinics;
import dev.guestward.clinic.IdentityKind;
import dev.guestward.guest.Attention;
import dev.guestward.guest.EarlierRecords;
import dev.guestward.guest.Grants;
import dev.guestward.guest.Guest;
import dev.guestward.guest.GuestId;
import dev.guestward.guest.GuestSearch;
import dev.guestward.guest.GuestState;
import dev.guestward.guest.Guests;
import dev.guestward.guest.NextActs;
import dev.guestward.guest.PageOf;
import dev.guestward.guest.Paging;
import dev.guestward.guest.Timeline;
import dev.guestward.people.People;
import dev.guestward.people.Person;
import dev.guestward.people.PersonId;
import dev.guestward.people.Viewer;
import dev.guestward.problem.InvalidInput;
import dev.guestward.problem.NotFound;
import io.swagger.v3.oas.annotations.Parameter;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Reads the register. A sponsor gets their own guests only; somebody else's guest is answered like one that does not exist. */
@RestController
@RequestMapping(path = "/api/guests", produces = "application/json")
class GuestsController {
    private final Guests guests;
    private final Timeline timeline;
    private final NextActs nextActs;
    private final Clinics clinics;
    private final People people;
    private final Grants grants;
    private final EarlierRecords records;

    GuestsController(
            Guests guests,
            Timeline timeline,
            NextActs nextActs,
            Clinics clinics,
            People people,
            Grants grants,
            EarlierRecords records) {
        this.guests = guests;
        this.records = records;
        this.timeline = timeline;
        this.nextActs = nextActs;
        this.clinics = clinics;
        this.people = people;
        this.grants = grants;
    }

    /**
     * A page of guests.
     *
     * @param state one or more states, separated by commas
     * @param attention what the guest waits for
     * @param endsWithin days, counted from now; guests whose access ends in that time and has not ended yet
     * @param sponsor user name, mail address or object id
     * @param clinic key of the clinic
     * @param q part of a name or mail address
     * @param sort {@code name}, {@code state}, {@code accessUntil} or {@code requested}, with {@code ,desc} behind it to
     *     turn it round
     */
    @GetMapping
    PageOf<GuestView> search(
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(required = false) @Nullable String attention,
            @RequestParam(required = false) @Nullable String endsWithin,
            @RequestParam(required = false) @Nullable String sponsor,
            @RequestParam(required = false) @Nullable String clinic,
            @RequestParam(required = false) @Nullable String q,
            @RequestParam(defaultValue = "name") String sort,
            @RequestParam(defaultValue = "0") int page,
            @RequestParam(defaultValue = "50") int size,
            @Parameter(hidden = true) Viewer viewer,
            @Parameter(hidden = true) Locale locale) {
        Paging.check(page, size);
        String[] order = sort.split(",", 2);
        GuestSearch search = new GuestSearch(
                states(state),
                attention(attention),
                endsWithin(endsWithin),
                sponsorId(sponsor),
                clinicId(clinic),
                q,
                sortBy(order[0]),
                order.length == 2 && "desc".equalsIgnoreCase(order[1]),
                page,
                size);
        Names names = new Names(null);
        return guests.search(search, viewer).map(guest -> view(guest, names, locale));
    }

    @GetMapping("/{id}")
    GuestView one(
            @PathVariable String id, @Parameter(hidden = true) Viewer viewer, @Parameter(hidden = true) Locale locale) {
        return view(guests.visible(guestId(id), viewer), new Names(viewer), locale);
    }

    /** Everything that happened to the guest, oldest first. */
    @GetMapping("/{id}/timeline")
    List<Timeline.Line> timeline(
            @PathVariable String id, @Parameter(hidden = true) Viewer viewer, @Parameter(hidden = true) Locale locale) {
        return timeline.of(guests.visible(guestId(id), viewer).id(), locale);
    }

    private static GuestId guestId(String text) {
        return GuestId.parse(text)
                .orElseThrow(() -> new NotFound("There is no such guest, or it is not one of yours."));
    }

    private static Set<GuestState> states(@Nullable String text) {
        Set<GuestState> states = EnumSet.noneOf(GuestState.class);
        if (text == null || text.isBlank()) {
            return states;
        }
        for (String one : text.split(",")) {
            try {
                states.add(GuestState.valueOf(one.strip().toUpperCase(Locale.ROOT)));
            } catch (IllegalArgumentException e) {
                throw InvalidInput.of("state", "Use one or more of: " + List.of(GuestState.values()) + ".");
            }
        }
        return states;
    }

    private static @Nullable Attention attention(@Nullable String text) {
        if (text == null || text.isBlank()) {
            return null;
        }
        try {
            return Attention.valueOf(text.strip().toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw InvalidInput.of("attention", "Use one of: " + List.of(Attention.values()) + ".");
        }
    }

    private static @Nullable Integer endsWithin(@Nullable String text) {
        if (text == null || text.isBlank()) {
            return null;
        }
        if (!text.strip().matches("[0-9]{1,4}") || Integer.parseInt(text.strip()) < 1) {
            throw InvalidInput.of("endsWithin", "A number of days, between 1 and 9999.");
        }
        return Integer.valueOf(text.strip());
    }

    private static GuestSearch.Sort sortBy(String text) {
        return switch (text) {
            case "name" -> GuestSearch.Sort.NAME;
            case "state" -> GuestSearch.Sort.STATE;
            case "accessUntil" -> GuestSearch.Sort.ACCESS_UNTIL;
            case "requested" -> GuestSearch.Sort.REQUESTED;
            default -> throw InvalidInput.of("sort", "Use name, state, accessUntil or requested.");
        };
    }

    private @Nullable PersonId sponsorId(@Nullable String text) {
        if (text == null || text.isBlank()) {
            return null;
        }
        return people.named(text.strip())
                .map(Person::id)
                .orElseThrow(() -> InvalidInput.of("sponsor", "Nobody of this name is known."));
    }

    private @Nullable UUID clinicId(@Nullable String key) {
        if (key == null || key.isBlank()) {
            return null;
        }
        return clinics.byKey(key.strip())
                .map(Clinic::id)
                .orElseThrow(() -> InvalidInput.of("clinic", "There is no clinic of this name."));
    }

    private GuestView view(Guest guest, Names names, Locale locale) {
        String self = "/api/guests/" + guest.id();
        return new GuestView(
                guest.id().toString(),
                guest.email(),
                guest.displayName(),
                names.clinic(guest.clinicId()),
                names.person(guest.sponsor()),
                names.person(guest.requestedBy()),
                guest.state().name(),
                guest.stateSince(),
                guest.attention() == null ? null : guest.attention().name(),
                guest.requestedAt(),
                guest.redeemedAt(),
                guest.identity().map(Enum::name).orElse(null),
                guest.identity()
                        .flatMap(identity -> identity.fits(names.expected(guest.clinicId())))
                        .orElse(null),
                guest.accessUntil(),
                guest.purpose(),
                guest.message(),
                guest.language(),
                guest.grants().stream()
                        .map(g -> new GuestView.GrantRef(g.key(), grants.nameOf(g.key()), g.givenAt()))
                        .toList(),
                guest.account().map(Object::toString).orElse(null),
                nextActs.of(guest, locale),
                names.wants() ? records.previous(guest.id()).flatMap(names::ref).orElse(null) : null,
                names.wants()
                        ? records.later(guest.id()).stream()
                                .flatMap(id -> names.ref(id).stream())
                                .toList()
                        : List.of(),
                guest.version(),
                Map.of("self", self, "timeline", self + "/timeline", "page", "/guests/" + guest.id()));
    }

    /** Clinics and people of one answer, each looked up once. */
    private final class Names {
        private final @Nullable Viewer viewer;
        private final Map<UUID, Optional<Clinic>> clinicsSeen = new HashMap<>();
        private final Map<PersonId, GuestView.PersonRef> peopleSeen = new HashMap<>();

        /** @param viewer who reads of one guest; null for a list, which names no other records */
        Names(@Nullable Viewer viewer) {
            this.viewer = viewer;
        }

        boolean wants() {
            return viewer != null;
        }

        /** Another record, if whoever reads may see it. */
        Optional<GuestView.RecordRef> ref(GuestId id) {
            return guests.find(id)
                    .filter(other -> viewer != null && Guests.maySee(viewer, other))
                    .map(other -> new GuestView.RecordRef(
                            id.toString(),
                            other.displayName(),
                            other.state().name(),
                            Map.of("self", "/api/guests/" + id, "page", "/guests/" + id)));
        }

        GuestView.ClinicRef clinic(UUID id) {
            return found(id)
                    .map(clinic -> new GuestView.ClinicRef(clinic.key(), clinic.name()))
                    .orElse(new GuestView.ClinicRef("", ""));
        }

        IdentityKind expected(UUID id) {
            return found(id).map(Clinic::identityKind).orElse(IdentityKind.ANY);
        }

        private Optional<Clinic> found(UUID id) {
            return clinicsSeen.computeIfAbsent(id, clinics::byId);
        }

        GuestView.PersonRef person(PersonId id) {
            return peopleSeen.computeIfAbsent(
                    id,
                    key -> people.byId(key)
                            .map(p -> new GuestView.PersonRef(p.id().value(), p.userName(), p.displayName()))
                            .orElse(new GuestView.PersonRef(key.value(), null, key.value())));
        }
    }
}
