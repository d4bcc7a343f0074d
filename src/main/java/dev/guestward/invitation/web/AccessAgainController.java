package dev.guestward.invitation.web;

import dev.guestward.guest.GuestId;
import dev.guestward.invitation.AccessAgain;
import dev.guestward.people.Viewer;
import dev.guestward.problem.NotFound;
import io.swagger.v3.oas.annotations.Parameter;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Gives a guest again what somebody took away in the directory. */
@RestController
class AccessAgainController {
    private final AccessAgain access;

    AccessAgainController(AccessAgain access) {
        this.access = access;
    }

    /** For the sponsor and administrators. What came of it shows the guest. */
    @PostMapping(path = "/api/guests/{id}/access", produces = "application/json")
    @ResponseStatus(HttpStatus.ACCEPTED)
    Map<String, String> give(@PathVariable String id, @Parameter(hidden = true) Viewer viewer) {
        GuestId guest =
                GuestId.parse(id).orElseThrow(() -> new NotFound("There is no such guest, or it is not one of yours."));
        access.give(guest, viewer);
        return Map.of("guest", "/api/guests/" + guest);
    }
}
