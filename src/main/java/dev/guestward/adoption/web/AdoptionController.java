package dev.guestward.adoption.web;

import dev.guestward.adoption.AdoptionDesk;
import dev.guestward.adoption.FoundGuest;
import dev.guestward.adoption.Standing;
import dev.guestward.clinic.Clinic;
import dev.guestward.clinic.Clinics;
import dev.guestward.guest.GuestId;
import dev.guestward.guest.PageOf;
import dev.guestward.guest.Paging;
import dev.guestward.people.PersonId;
import dev.guestward.people.Viewer;
import dev.guestward.problem.InvalidInput;
import dev.guestward.problem.NotFound;
import io.swagger.v3.oas.annotations.Parameter;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Guests in the tenant whom nobody asked us to invite, for administrators. */
@RestController
@RequestMapping(path = "/api/adoption", produces = "application/json")
class AdoptionController {
    private final AdoptionDesk desk;
    private final Clinics clinics;

    AdoptionController(AdoptionDesk desk, Clinics clinics) {
        this.desk = desk;
        this.clinics = clinics;
    }

    /**
     * Where adoption stands.
     *
     * @param look how far the look at the whole tenant has come
     */
    record OverviewView(
            String mode,
            boolean adopting,
            Look look,
            Map<Standing, Long> counts,
            List<ClinicView> clinics,
            long waitingBatches,
            long escalatedBatches) {}

    record Look(@Nullable Instant beganAt, @Nullable Instant endedAt, long usersSeen) {}

    /** @param key null for guests whose mail domain is no clinic's */
    record ClinicView(@Nullable String key, @Nullable String name, Map<Standing, Long> counts) {}

    record GuestView(
            String id,
            String account,
            Standing standing,
            @Nullable String reason,
            @Nullable String displayName,
            @Nullable String email,
            @Nullable String clinic,
            @Nullable String sponsor,
            boolean pending,
            Instant foundAt) {}

    record Assignment(@Nullable String sponsor) {}

    record Given(int guests) {}

    record Reason(@Nullable String reason) {
        @Override
        public String toString() {
            return "Reason[…]";
        }
    }

    /** Mode, progress of the look at the whole tenant, and counts by standing and clinic. */
    @GetMapping
    OverviewView overview(@Parameter(hidden = true) Viewer viewer) {
        AdoptionDesk.Overview now = desk.overview(viewer);
        return new OverviewView(
                now.mode().name(),
                now.adopting(),
                new Look(now.lookBeganAt(), now.lookEndedAt(), now.usersSeen()),
                now.counts(),
                now.clinics().stream()
                        .map(row -> new ClinicView(
                                row.clinic().map(Clinic::key).orElse(null),
                                row.clinic().map(Clinic::name).orElse(null),
                                row.counts()))
                        .toList(),
                now.waitingBatches(),
                now.escalatedBatches());
    }

    /** Those that are not in the register, by name. */
    @GetMapping("/guests")
    PageOf<GuestView> guests(
            @RequestParam(required = false) @Nullable String standing,
            @RequestParam(required = false) @Nullable String clinic,
            @RequestParam(required = false) @Nullable String text,
            @RequestParam(defaultValue = "0") int page,
            @RequestParam(defaultValue = "50") int size,
            @Parameter(hidden = true) Viewer viewer) {
        Paging.check(page, size);
        return desk.list(standing(standing), clinic, text, page, size, viewer).map(this::view);
    }

    private static @Nullable Standing standing(@Nullable String name) {
        if (name == null) {
            return null;
        }
        return Arrays.stream(Standing.values())
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow(() -> InvalidInput.of("standing", "One of " + Arrays.toString(Standing.values()) + "."));
    }

    private GuestView view(FoundGuest guest) {
        return new GuestView(
                guest.id().toString(),
                guest.account().value(),
                guest.standing(),
                guest.ignoredBecause() == null ? guest.leftBecause() : guest.ignoredBecause(),
                guest.displayName(),
                guest.email(),
                Optional.ofNullable(guest.clinicId())
                        .flatMap(clinics::byId)
                        .map(Clinic::key)
                        .orElse(null),
                Optional.ofNullable(guest.sponsor()).map(PersonId::value).orElse(null),
                guest.facts().pending(),
                guest.foundAt());
    }

    /** Begins adopting those who are found. */
    @PostMapping("/start")
    OverviewView start(@Parameter(hidden = true) Viewer viewer) {
        desk.adopt(true, viewer);
        return overview(viewer);
    }

    /** Adopts nobody more; batches that are open go on. */
    @PostMapping("/stop")
    OverviewView stop(@Parameter(hidden = true) Viewer viewer) {
        desk.adopt(false, viewer);
        return overview(viewer);
    }

    /** Gives the guests of a clinic whom nobody vouches for to a sponsor. */
    @PostMapping(path = "/clinics/{key}/assignment", consumes = "application/json")
    @ResponseStatus(HttpStatus.ACCEPTED)
    Given assign(
            @PathVariable String key, @RequestBody Assignment assignment, @Parameter(hidden = true) Viewer viewer) {
        return new Given(desk.assign(key, assignment.sponsor(), viewer));
    }

    /** Leaves an account alone from now on. */
    @PostMapping(path = "/guests/{id}/ignore", consumes = "application/json")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void ignore(@PathVariable String id, @RequestBody Reason reason, @Parameter(hidden = true) Viewer viewer) {
        desk.ignore(parsed(id), reason.reason(), viewer);
    }

    /** Takes that back. */
    @DeleteMapping("/guests/{id}/ignore")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void lookAgain(@PathVariable String id, @Parameter(hidden = true) Viewer viewer) {
        desk.lookAgain(parsed(id), viewer);
    }

    private static GuestId parsed(String id) {
        return GuestId.parse(id)
                .orElseThrow(() -> new NotFound("There is no such guest, or it is in the register already."));
    }
}
