package dev.guestward.invitation.web;

import dev.guestward.guest.Guest;
import dev.guestward.guest.GuestId;
import dev.guestward.invitation.GuestEdit;
import dev.guestward.invitation.GuestEdits;
import dev.guestward.people.Viewer;
import dev.guestward.problem.NotFound;
import io.swagger.v3.oas.annotations.Parameter;
import java.time.Instant;
import java.util.Map;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Changes what people said about a guest. */
@RestController
class GuestEditsController {
    private final GuestEdits edits;

    GuestEditsController(GuestEdits edits) {
        this.edits = edits;
    }

    /** The guest's facts as they are now. */
    record Edited(
            String id,
            String displayName,
            String purpose,
            Instant accessUntil,
            String state,
            long version,
            Map<String, String> links) {}

    /** Takes the fields that are to change; {@code version} is what was read. For the sponsor and administrators. */
    @PatchMapping(path = "/api/guests/{id}", consumes = "application/json", produces = "application/json")
    Edited edit(@PathVariable String id, @RequestBody GuestEdit edit, @Parameter(hidden = true) Viewer viewer) {
        GuestId named =
                GuestId.parse(id).orElseThrow(() -> new NotFound("There is no such guest, or it is not one of yours."));
        Guest guest = edits.edit(named, edit, viewer);
        String self = "/api/guests/" + guest.id();
        return new Edited(
                guest.id().toString(),
                guest.displayName(),
                guest.purpose(),
                guest.accessUntil(),
                guest.state().name(),
                guest.version(),
                Map.of("self", self, "timeline", self + "/timeline", "page", "/guests/" + guest.id()));
    }
}
