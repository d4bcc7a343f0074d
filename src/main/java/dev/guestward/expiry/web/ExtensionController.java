package dev.guestward.expiry.web;

import dev.guestward.expiry.Extension;
import dev.guestward.expiry.Extensions;
import dev.guestward.guest.Guest;
import dev.guestward.guest.GuestFacts;
import dev.guestward.guest.GuestId;
import dev.guestward.guest.Guests;
import dev.guestward.people.Viewer;
import dev.guestward.problem.NotFound;
import io.swagger.v3.oas.annotations.Parameter;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Extends a guest's access. */
@RestController
class ExtensionController {
    private final Extensions extensions;
    private final Guests guests;
    private final GuestFacts facts;

    ExtensionController(Extensions extensions, Guests guests, GuestFacts facts) {
        this.extensions = extensions;
        this.guests = guests;
        this.facts = facts;
    }

    /**
     * The guest's access as it is now.
     *
     * @param waitsForApproval whether an owner decides first, and the end is still the old one
     * @param reviewForcedAt since when an emergency extension, or a change, asks for a review; null if none does
     */
    record Extended(
            String id,
            Instant accessUntil,
            String state,
            long version,
            boolean waitsForApproval,
            @Nullable Instant reviewForcedAt,
            Map<String, String> links) {}

    /** Takes the new end and the reason; for the sponsor and administrators. Answers 202 where an owner decides first. */
    @PostMapping(path = "/api/guests/{id}/extension", consumes = "application/json", produces = "application/json")
    ResponseEntity<Extended> extend(
            @PathVariable String id, @RequestBody Extension extension, @Parameter(hidden = true) Viewer viewer) {
        GuestId named =
                GuestId.parse(id).orElseThrow(() -> new NotFound("There is no such guest, or it is not one of yours."));
        boolean extended = extensions.extend(named, extension, viewer);
        Guest guest = guests.get(named);
        String self = "/api/guests/" + guest.id();
        Extended answer = new Extended(
                guest.id().toString(),
                guest.accessUntil(),
                guest.state().name(),
                guest.version(),
                !extended,
                facts.reviewForcedAt(guest.id()).orElse(null),
                Map.of("guest", self, "timeline", self + "/timeline", "page", "/guests/" + guest.id()));
        return ResponseEntity.status(extended ? HttpStatus.OK : HttpStatus.ACCEPTED)
                .body(answer);
    }
}
