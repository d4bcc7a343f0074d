package dev.guestward.redemption.web;

import dev.guestward.guest.GuestId;
import dev.guestward.people.Viewer;
import dev.guestward.problem.NotFound;
import dev.guestward.redemption.Resends;
import io.swagger.v3.oas.annotations.Parameter;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Has an invitation sent again. */
@RestController
class ResendController {
    private final Resends resends;

    ResendController(Resends resends) {
        this.resends = resends;
    }

    /** The work goes on after the answer: the guest's timeline shows when the mail is out. */
    @PostMapping(path = "/api/guests/{id}/resend", produces = "application/json")
    @ResponseStatus(HttpStatus.ACCEPTED)
    Map<String, Object> resend(@PathVariable String id, @Parameter(hidden = true) Viewer viewer) {
        GuestId guest =
                GuestId.parse(id).orElseThrow(() -> new NotFound("There is no such guest, or it is not one of yours."));
        resends.resend(guest, viewer);
        String self = "/api/guests/" + guest;
        return Map.of("links", Map.of("self", self, "timeline", self + "/timeline"));
    }
}
