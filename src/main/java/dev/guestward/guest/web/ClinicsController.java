package dev.guestward.guest.web;

import dev.guestward.clinic.Clinic;
import dev.guestward.clinic.ClinicRequest;
import dev.guestward.clinic.Clinics;
import dev.guestward.guest.GuestCounts;
import dev.guestward.guest.GuestState;
import dev.guestward.guest.PageOf;
import dev.guestward.guest.Paging;
import dev.guestward.people.People;
import dev.guestward.people.Person;
import dev.guestward.people.PersonId;
import dev.guestward.people.Viewer;
import io.swagger.v3.oas.annotations.Parameter;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Partner clinics over the API: everybody reads, administrators write. It is among the guests and not among the clinics
 * because each clinic is told with the guests of it that the caller may see.
 */
@RestController
@RequestMapping(path = "/api/clinics", produces = "application/json")
class ClinicsController {
    private final Clinics clinics;
    private final GuestCounts counts;
    private final People people;

    ClinicsController(Clinics clinics, GuestCounts counts, People people) {
        this.clinics = clinics;
        this.counts = counts;
        this.people = people;
    }

    /**
     * A page of clinics, by name.
     *
     * @param q part of a name, key or mail domain
     */
    @GetMapping
    PageOf<ClinicView> list(
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "0") int page,
            @RequestParam(defaultValue = "50") int size,
            @Parameter(hidden = true) Viewer viewer) {
        Paging.check(page, size);
        List<Clinic> found = clinics.matching(q);
        List<Clinic> shown = found.stream().skip((long) page * size).limit(size).toList();
        return PageOf.of(views(shown, viewer), size, page, found.size());
    }

    @GetMapping("/{key}")
    ClinicView one(@PathVariable String key, @Parameter(hidden = true) Viewer viewer) {
        return view(clinics.get(key), viewer);
    }

    /** Registers a clinic; for administrators. */
    @PostMapping(consumes = "application/json")
    ResponseEntity<ClinicView> create(@RequestBody ClinicRequest request, @Parameter(hidden = true) Viewer viewer) {
        ClinicView created = view(clinics.create(request, viewer), viewer);
        return ResponseEntity.created(URI.create("/api/clinics/" + created.key()))
                .body(created);
    }

    /** Replaces everything a clinic says about itself but its key; for administrators. {@code version} is what was read. */
    @PutMapping(path = "/{key}", consumes = "application/json")
    ClinicView update(
            @PathVariable String key, @RequestBody ClinicRequest request, @Parameter(hidden = true) Viewer viewer) {
        return view(clinics.update(key, request, viewer), viewer);
    }

    private ClinicView view(Clinic clinic, Viewer viewer) {
        return views(List.of(clinic), viewer).get(0);
    }

    private List<ClinicView> views(List<Clinic> shown, Viewer viewer) {
        Map<UUID, Map<GuestState, Long>> guests =
                counts.byClinic(shown.stream().map(Clinic::id).toList(), viewer);
        return shown.stream()
                .map(clinic -> view(clinic, guests.getOrDefault(clinic.id(), Map.of())))
                .toList();
    }

    private ClinicView view(Clinic clinic, Map<GuestState, Long> guests) {
        Map<String, Long> byState = new TreeMap<>();
        guests.forEach((state, number) -> byState.put(state.name(), number));
        String self = "/api/clinics/" + clinic.key();
        return new ClinicView(
                clinic.id().toString(),
                clinic.key(),
                clinic.name(),
                clinic.domains(),
                clinic.ownerApproves(),
                clinic.agreementEnd(),
                clinic.contacts(),
                clinic.allowedGrants(),
                clinic.homeTenant() == null ? null : clinic.homeTenant().toString(),
                clinic.identityKind().name(),
                clinic.signUpSponsors().stream().map(this::userName).sorted().toList(),
                clinic.version(),
                byState,
                Map.of(
                        "self",
                        self,
                        "guests",
                        "/api/guests?clinic=" + clinic.key(),
                        "page",
                        "/clinics/" + clinic.key()));
    }

    private String userName(PersonId id) {
        return people.byId(id).map(Person::userName).orElse(id.value());
    }
}
