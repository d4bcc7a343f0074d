package dev.guestward.mail.web;

import dev.guestward.guest.GuestId;
import dev.guestward.guest.Guests;
import dev.guestward.mail.Mails;
import dev.guestward.people.Viewer;
import dev.guestward.problem.NotFound;
import io.swagger.v3.oas.annotations.Parameter;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** What became of mails; never what they say. */
@RestController
class MailsController {
    /** Reports quote at most what they are about, and our mails are small. */
    private static final int LARGEST_REPORT = 256 * 1024;

    private final Mails mails;
    private final Guests guests;

    MailsController(Mails mails, Guests guests) {
        this.mails = mails;
        this.guests = guests;
    }

    /** One mail; {@code since} is when it came into its state. */
    record MailView(String letter, String state, Instant queuedAt, Instant since, int attempts) {}

    /** The mails about a guest, newest first. */
    @GetMapping(path = "/api/guests/{id}/mails", produces = "application/json")
    List<MailView> about(@PathVariable String id, @Parameter(hidden = true) Viewer viewer) {
        GuestId guest =
                GuestId.parse(id).orElseThrow(() -> new NotFound("There is no such guest, or it is not one of yours."));
        return mails.about(guests.visible(guest, viewer).id()).stream()
                .map(mail -> new MailView(
                        mail.kind().key(), mail.state().name(), mail.queuedAt(), mail.since(), mail.attempts()))
                .toList();
    }

    /**
     * For the mail server's bounce hook: the mail came back and will not be delivered. Reporting it twice changes nothing.
     *
     * @param messageId the mail's {@code Message-ID}, with or without angle brackets and domain
     */
    @PostMapping("/api/mails/{messageId}/bounce")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void bounced(@PathVariable String messageId, @Parameter(hidden = true) Viewer viewer) {
        mails.bounced(messageId, viewer);
    }

    /**
     * For a mailbox whose mails are handed on: the report as it came in. 413 above 256 KiB, 422 for any other mail.
     *
     * @throws IOException if the caller breaks off
     */
    @PostMapping(path = "/api/mails/bounces", consumes = "message/rfc822")
    ResponseEntity<Void> reported(InputStream body, @Parameter(hidden = true) Viewer viewer) throws IOException {
        byte[] report = body.readNBytes(LARGEST_REPORT + 1);
        if (report.length > LARGEST_REPORT) {
            return ResponseEntity.status(HttpStatus.PAYLOAD_TOO_LARGE).build();
        }
        mails.reported(report, viewer);
        return ResponseEntity.noContent().build();
    }
}
