package dev.guestward.removal.web;

import dev.guestward.guest.EarlierRecords;
import dev.guestward.guest.Guest;
import dev.guestward.guest.GuestId;
import dev.guestward.guest.Guests;
import dev.guestward.people.Viewer;
import dev.guestward.problem.NotFound;
import dev.guestward.removal.HeldThings;
import dev.guestward.removal.HeldThings.Thing;
import dev.guestward.removal.Restoration;
import dev.guestward.removal.RestorationRequests;
import dev.guestward.removal.Restorations;
import io.swagger.v3.oas.annotations.Parameter;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Brings a guest back, and tells what would come back and what did. */
@RestController
@RequestMapping("/api/guests/{id}/restoration")
class RestorationController {
    private final RestorationRequests requests;
    private final Restorations restorations;
    private final HeldThings things;
    private final Guests guests;
    private final EarlierRecords records;

    RestorationController(
            RestorationRequests requests,
            Restorations restorations,
            HeldThings things,
            Guests guests,
            EarlierRecords records) {
        this.requests = requests;
        this.records = records;
        this.restorations = restorations;
        this.things = things;
        this.guests = guests;
    }

    /** @param accessUntil needed if access has ended by now or ends within a day */
    record Wish(@Nullable String reason, @Nullable String accessUntil) {}

    /**
     * A restoration, and whether there could be another one.
     *
     * @param obstacle why the guest cannot be restored now by whoever looks; null if they can
     * @param endNeeded whether another end of access must be given
     * @param state RUNNING, or how the newest restoration ended; null if nobody has asked for one
     * @param guestId who comes back: another record of the same person if the account is gone for good
     * @param things what the guest held, and where each of it is now
     */
    record View(
            @Nullable String obstacle,
            boolean endNeeded,
            @Nullable String state,
            @Nullable Instant askedAt,
            @Nullable Instant endedAt,
            String guestId,
            List<Thing> things) {}

    @PostMapping(consumes = "application/json", produces = "application/json")
    @ResponseStatus(HttpStatus.ACCEPTED)
    View restore(@PathVariable String id, @RequestBody Wish wish, @Parameter(hidden = true) Viewer viewer) {
        GuestId guest = guest(id);
        GuestId back = requests.restore(guest, wish.reason(), wish.accessUntil(), viewer);
        return view(guests.get(guest), back, viewer);
    }

    @GetMapping(produces = "application/json")
    View newest(@PathVariable String id, @Parameter(hidden = true) Viewer viewer) {
        Guest guest = guests.visible(guest(id), viewer);
        GuestId back = records.later(guest.id()).stream()
                .filter(later -> Guests.maySee(viewer, guests.get(later)))
                .findFirst()
                .orElse(guest.id());
        return view(guest, back, viewer);
    }

    private View view(Guest guest, GuestId back, Viewer viewer) {
        Restoration newest = restorations.newest(guest.id()).orElse(null);
        return new View(
                requests.obstacle(guest, viewer).map(Enum::name).orElse(null),
                requests.needsEnd(guest),
                state(newest),
                newest == null ? null : newest.askedAt(),
                newest == null ? null : newest.endedAt(),
                back.toString(),
                things.of(guest.id()));
    }

    private static @Nullable String state(@Nullable Restoration newest) {
        if (newest == null) {
            return null;
        }
        return newest.endedAs() == null ? "RUNNING" : newest.endedAs().name();
    }

    private static GuestId guest(String id) {
        return GuestId.parse(id).orElseThrow(() -> new NotFound("There is no such guest, or it is not one of yours."));
    }
}
