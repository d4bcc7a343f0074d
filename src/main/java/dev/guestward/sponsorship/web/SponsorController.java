package dev.guestward.sponsorship.web;

import dev.guestward.guest.GuestId;
import dev.guestward.people.People;
import dev.guestward.people.Person;
import dev.guestward.people.PersonId;
import dev.guestward.people.Viewer;
import dev.guestward.problem.NotFound;
import dev.guestward.sponsorship.CoSponsors;
import dev.guestward.sponsorship.Sponsorships;
import io.swagger.v3.oas.annotations.Parameter;
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

/** Who is answerable for a guest, and who would be next. */
@RestController
@RequestMapping(path = "/api/guests/{id}", produces = "application/json")
class SponsorController {
    private final Sponsorships sponsorships;
    private final CoSponsors coSponsors;
    private final People people;

    SponsorController(Sponsorships sponsorships, CoSponsors coSponsors, People people) {
        this.sponsorships = sponsorships;
        this.coSponsors = coSponsors;
        this.people = people;
    }

    /** User name, mail address or object id. */
    record NewSponsor(@Nullable String sponsor) {}

    /** User name, mail address or object id. */
    record NewCoSponsor(@Nullable String person) {}

    record Named(String id, String name) {}

    /** Hands the guest over; for the sponsor and administrators. */
    @PostMapping(path = "/sponsor", consumes = "application/json")
    Map<String, Object> handOver(
            @PathVariable String id, @RequestBody NewSponsor body, @Parameter(hidden = true) Viewer viewer) {
        Person sponsor = sponsorships.handOver(guest(id), body.sponsor(), viewer);
        return Map.of("guest", "/api/guests/" + guest(id), "sponsor", named(sponsor.id()));
    }

    @GetMapping("/co-sponsors")
    Map<String, List<Named>> coSponsors(@PathVariable String id, @Parameter(hidden = true) Viewer viewer) {
        return Map.of(
                "content",
                coSponsors.of(guest(id), viewer).stream().map(this::named).toList());
    }

    /** Adds one; for the sponsor and administrators. */
    @PostMapping(path = "/co-sponsors", consumes = "application/json")
    Map<String, List<Named>> add(
            @PathVariable String id, @RequestBody NewCoSponsor body, @Parameter(hidden = true) Viewer viewer) {
        coSponsors.add(guest(id), body.person(), viewer);
        return coSponsors(id, viewer);
    }

    @DeleteMapping("/co-sponsors/{person}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void remove(@PathVariable String id, @PathVariable String person, @Parameter(hidden = true) Viewer viewer) {
        PersonId named = PersonId.parse(person).orElseThrow(() -> new NotFound("There is no such person."));
        coSponsors.remove(guest(id), named, viewer);
    }

    private Named named(PersonId id) {
        return new Named(id.value(), people.byId(id).map(Person::displayName).orElse(""));
    }

    private static GuestId guest(String id) {
        return GuestId.parse(id).orElseThrow(() -> new NotFound("There is no such guest, or it is not one of yours."));
    }
}
