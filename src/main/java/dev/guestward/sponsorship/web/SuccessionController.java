package dev.guestward.sponsorship.web;

import dev.guestward.people.People;
import dev.guestward.people.Person;
import dev.guestward.people.PersonId;
import dev.guestward.people.Viewer;
import dev.guestward.problem.NotFound;
import dev.guestward.sponsorship.Claims;
import dev.guestward.sponsorship.LeavingPeople;
import dev.guestward.sponsorship.Succession;
import dev.guestward.sponsorship.SuccessionProgress;
import dev.guestward.sponsorship.Successions;
import io.swagger.v3.oas.annotations.Parameter;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Sponsors who leave, and the questions to those who may take over. */
@RestController
class SuccessionController {
    private final LeavingPeople leaving;
    private final SuccessionProgress progress;
    private final Claims claims;
    private final People people;

    SuccessionController(LeavingPeople leaving, SuccessionProgress progress, Claims claims, People people) {
        this.leaving = leaving;
        this.progress = progress;
        this.claims = claims;
        this.people = people;
    }

    record Named(String id, String name) {}

    /** @param asked how many open questions stand with whom */
    record Standing(
            Named sponsor,
            Succession.Cause cause,
            Instant begunAt,
            @Nullable Instant endedAt,
            Succession.@Nullable Ending endedAs,
            int guests,
            int taken,
            int removed,
            int left,
            Map<Succession.Rung, Long> asked) {}

    record Question(String id, Named sponsor, Instant dueAt, List<AskedGuest> guests) {}

    record AskedGuest(String id, String displayName, String state, Instant accessUntil) {
        @Override
        public String toString() {
            return "AskedGuest[" + id + "]";
        }
    }

    /**
     * @param guests ids of those to take over; null for all, empty for nobody
     * @param sponsor whose they are to be, which only the pool may say; null for whoever answers
     */
    record Answer(@Nullable List<UUID> guests, @Nullable String sponsor) {}

    /** Marks somebody as leaving: the person, or an administrator. Others are asked for the guests within minutes. */
    @PostMapping(path = "/api/people/{id}/leaving", produces = "application/json")
    @ResponseStatus(HttpStatus.ACCEPTED)
    Named leave(@PathVariable String id, @Parameter(hidden = true) Viewer viewer) {
        return named(leaving.mark(id, viewer).id());
    }

    /** The person stays after all. */
    @DeleteMapping("/api/people/{id}/leaving")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void stay(@PathVariable String id, @Parameter(hidden = true) Viewer viewer) {
        leaving.unmark(id, viewer);
    }

    /** For administrators all of them, for others their own. */
    @GetMapping(path = "/api/successions", produces = "application/json")
    Map<String, List<Standing>> successions(@Parameter(hidden = true) Viewer viewer) {
        return Map.of(
                "content", progress.of(viewer).stream().map(this::standing).toList());
    }

    /** What one is asked. */
    @GetMapping(path = "/api/claims", produces = "application/json")
    Map<String, List<Question>> claims(@Parameter(hidden = true) Viewer viewer) {
        return Map.of("content", claims.of(viewer).stream().map(this::question).toList());
    }

    /** Takes over all, some or none. */
    @PostMapping(path = "/api/claims/{id}", consumes = "application/json", produces = "application/json")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void answer(@PathVariable String id, @RequestBody Answer answer, @Parameter(hidden = true) Viewer viewer) {
        claims.answer(claim(id), answer.guests(), answer.sponsor(), viewer);
    }

    private Standing standing(SuccessionProgress.Standing standing) {
        Succession succession = standing.succession();
        return new Standing(
                named(succession.sponsor()),
                succession.cause(),
                succession.begunAt(),
                succession.endedAt(),
                succession.endedAs(),
                standing.guests(),
                standing.taken(),
                standing.removed(),
                standing.left(),
                standing.asked());
    }

    private Question question(Claims.Question question) {
        return new Question(
                question.claim().id().toString(),
                named(question.sponsor()),
                Successions.due(question.claim()),
                question.guests().stream()
                        .map(guest -> new AskedGuest(
                                guest.id().toString(),
                                guest.displayName(),
                                guest.state().name(),
                                guest.accessUntil()))
                        .toList());
    }

    private Named named(PersonId id) {
        return new Named(id.value(), people.byId(id).map(Person::displayName).orElse(""));
    }

    private static UUID claim(String id) {
        try {
            return UUID.fromString(id);
        } catch (IllegalArgumentException e) {
            throw new NotFound("There is nothing here, or you are not asked for it.");
        }
    }
}
