package dev.guestward.guest.web;

import dev.guestward.audit.Actor;
import dev.guestward.audit.AuditEntry;
import dev.guestward.audit.AuditSearch;
import dev.guestward.audit.AuditSearch.Wanted;
import dev.guestward.audit.Evidence;
import dev.guestward.guest.PageOf;
import dev.guestward.guest.Paging;
import dev.guestward.people.Viewer;
import dev.guestward.problem.Download;
import dev.guestward.problem.InvalidInput;
import io.swagger.v3.oas.annotations.Parameter;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The ledger for administrators, who answer auditors with it. */
@RestController
@RequestMapping("/api/audit")
class AuditController {
    /** What lies outside is no time of ours, and the database knows none of it. */
    private static final Instant EARLIEST = Instant.parse("1970-01-01T00:00:00Z");

    private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

    private static final int MOST_GUESTS = 1_000;

    private final AuditSearch ledger;
    private final Evidence evidence;

    AuditController(AuditSearch ledger, Evidence evidence) {
        this.ledger = ledger;
        this.evidence = evidence;
    }

    /** One change; the ids are those of the ledger, which holds no names. */
    record Row(
            UUID guest,
            long seq,
            Instant at,
            Actor.Kind actorKind,
            String actor,
            String code,
            @Nullable String from,
            @Nullable String to,
            Map<String, String> details) {
        static Row of(AuditEntry entry) {
            return new Row(
                    entry.guestId(),
                    entry.seq(),
                    entry.at(),
                    entry.actor().kind(),
                    entry.actor().id(),
                    entry.code(),
                    entry.fromState(),
                    entry.toState(),
                    entry.details());
        }
    }

    /**
     * A page of the ledger, newest first.
     *
     * @param actor object id of a person, or the name of a schedule or model
     * @param from first moment, ISO-8601 in UTC
     * @param until first moment that is left out
     */
    @GetMapping(produces = "application/json")
    PageOf<Row> search(
            @RequestParam(required = false) @Nullable String guest,
            @RequestParam(required = false) @Nullable String actor,
            @RequestParam(required = false) @Nullable String code,
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(required = false) @Nullable String until,
            @RequestParam(defaultValue = "0") int page,
            @RequestParam(defaultValue = "50") int size,
            @Parameter(hidden = true) Viewer viewer) {
        administrator(viewer);
        Paging.check(page, size);
        Wanted wanted = new Wanted(
                guest == null ? null : id("guest", guest), actor, code, moment("from", from), moment("until", until));
        AuditSearch.Found found = ledger.find(wanted, page, size);
        return PageOf.of(found.rows().stream().map(Row::of).toList(), size, page, found.total());
    }

    /** Everything of these guests, signed; {@code bin/verify-evidence} checks it without us. */
    @GetMapping("/evidence")
    void evidence(
            @RequestParam List<String> guest, @Parameter(hidden = true) Viewer viewer, HttpServletResponse response)
            throws IOException {
        evidenceOf(guest, viewer, response);
    }

    /** The same for more guests than an address can name. */
    @PostMapping("/evidence")
    void evidenceOf(
            @RequestBody List<String> guest, @Parameter(hidden = true) Viewer viewer, HttpServletResponse response)
            throws IOException {
        administrator(viewer);
        if (guest.isEmpty() || guest.size() > MOST_GUESTS) {
            throw InvalidInput.of("guest", "Name between 1 and " + MOST_GUESTS + " guests.");
        }
        Set<UUID> guests = new LinkedHashSet<>();
        guest.forEach(text -> guests.add(id("guest", String.valueOf(text)))); // a list in a body may hold null
        Download.send(
                response,
                "application/zip",
                "guestward-evidence.zip",
                out -> evidence.write(out, file -> evidence.addChains(file, guests)));
    }

    private static void administrator(Viewer viewer) {
        if (!viewer.isAdministrator()) {
            throw new AccessDeniedException("for administrators");
        }
    }

    private static UUID id(String field, String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw InvalidInput.of(field, "This is not the id of a guest.");
        }
    }

    private static @Nullable Instant moment(String field, @Nullable String text) {
        try {
            Instant moment = text == null ? null : Instant.parse(text);
            if (moment == null || !moment.isBefore(EARLIEST) && moment.isBefore(LATEST)) {
                return moment;
            }
        } catch (DateTimeParseException e) {
            // said below
        }
        throw InvalidInput.of(field, "Give a time in UTC, for example 2027-03-31T00:00:00Z.");
    }
}
