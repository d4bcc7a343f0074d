package dev.guestward.removal.web;

import dev.guestward.guest.GuestId;
import dev.guestward.guest.Guests;
import dev.guestward.people.Viewer;
import dev.guestward.problem.NotFound;
import dev.guestward.removal.RemainingAccess;
import dev.guestward.removal.Removal;
import dev.guestward.removal.RemovalRequests;
import dev.guestward.removal.Removals;
import io.swagger.v3.oas.annotations.Parameter;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Removes a guest, shows how far that is, and takes it back. */
@RestController
@RequestMapping("/api/guests/{id}/removal")
class RemovalController {
    private final RemovalRequests requests;
    private final Removals removals;
    private final RemainingAccess remaining;
    private final Guests guests;
    private final Clock clock;

    RemovalController(
            RemovalRequests requests, Removals removals, RemainingAccess remaining, Guests guests, Clock clock) {
        this.requests = requests;
        this.removals = removals;
        this.remaining = remaining;
        this.guests = guests;
        this.clock = clock;
    }

    /** @param urgent a matter of security: at once, without an undo window */
    record Wish(@Nullable String reason, @Nullable Boolean urgent) {}

    /**
     * A removal.
     *
     * @param undoUntil until then it can be taken back without a trace in the directory
     * @param deleteAfter when the account goes to the recycle bin; null until the guest is blocked
     * @param stillAccess through what there is access all the same; empty once the removal is over
     */
    record View(
            String stage,
            String cause,
            boolean urgent,
            Instant askedAt,
            @Nullable Instant undoUntil,
            @Nullable Instant blockedAt,
            @Nullable Instant deleteAfter,
            @Nullable Instant endedAt,
            @Nullable String endedAs,
            List<RemainingAccess.Way> stillAccess,
            Map<String, String> links) {}

    @PostMapping(consumes = "application/json", produces = "application/json")
    @ResponseStatus(HttpStatus.ACCEPTED)
    View remove(@PathVariable String id, @RequestBody Wish wish, @Parameter(hidden = true) Viewer viewer) {
        return view(requests.remove(guest(id), wish.reason(), Boolean.TRUE.equals(wish.urgent()), viewer));
    }

    @GetMapping(produces = "application/json")
    View newest(@PathVariable String id, @Parameter(hidden = true) Viewer viewer) {
        GuestId guest = guests.visible(guest(id), viewer).id();
        return view(removals.newest(guest)
                .orElseThrow(() -> new NotFound("Nobody has asked for the removal of this guest.")));
    }

    @DeleteMapping
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void undo(@PathVariable String id, @Parameter(hidden = true) Viewer viewer) {
        requests.undo(guest(id), viewer);
    }

    private View view(Removal removal) {
        Removal.Stage stage = removal.stage(clock.instant());
        String self = "/api/guests/" + removal.guest();
        return new View(
                stage.name(),
                removal.cause().name(),
                removal.urgent(),
                removal.askedAt(),
                stage == Removal.Stage.UNDO_WINDOW ? removal.undoUntil() : null,
                removal.blockedAt(),
                removal.deleteAfter(),
                removal.endedAt(),
                removal.endedAs() == null ? null : removal.endedAs().name(),
                removal.isOpen() ? remaining.of(removal.guest()) : List.of(),
                Map.of("guest", self, "timeline", self + "/timeline"));
    }

    private static GuestId guest(String id) {
        return GuestId.parse(id).orElseThrow(() -> new NotFound("There is no such guest, or it is not one of yours."));
    }
}
