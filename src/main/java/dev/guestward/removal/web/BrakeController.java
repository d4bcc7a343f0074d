package dev.guestward.removal.web;

import dev.guestward.people.Viewer;
import dev.guestward.problem.NotFound;
import dev.guestward.removal.BrakeCapChanges;
import dev.guestward.removal.BrakeCapChanges.Wanted;
import dev.guestward.removal.BrakeCaps.Cap;
import dev.guestward.removal.BrakeHolds;
import dev.guestward.removal.BrakeHolds.Choice;
import dev.guestward.removal.BrakeHolds.Released;
import io.swagger.v3.oas.annotations.Parameter;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The brake: what it allows, what it holds, and what people do about it. */
@RestController
@RequestMapping("/api/brake")
class BrakeController {
    private final BrakeHolds holds;
    private final BrakeCapChanges changes;
    private final BrakeBodies bodies;

    BrakeController(BrakeHolds holds, BrakeCapChanges changes, BrakeBodies bodies) {
        this.holds = holds;
        this.changes = changes;
        this.bodies = bodies;
    }

    /** @param reason why the act is not done; stays on record */
    record Dropping(@Nullable String reason) {}

    /** The same about several at once, by their ids or a whole batch with the number of its acts. */
    record DroppingMany(
            @Nullable List<@Nullable UUID> holds,
            @Nullable String batch,
            @Nullable Long count,
            @Nullable String reason) {}

    record Dropped(int dropped) {}

    /** @param change the id of what the person has looked at */
    record Answer(@Nullable UUID change) {}

    @GetMapping(produces = "application/json")
    BrakeBodies.Standing standing(@Parameter(hidden = true) Viewer viewer) {
        return bodies.standing(holds.waiting(viewer));
    }

    @PostMapping(value = "/{hold}/release", produces = "application/json")
    Released release(@PathVariable String hold, @Parameter(hidden = true) Viewer viewer) {
        return holds.release(Choice.of(id(hold)), viewer);
    }

    @PostMapping(value = "/release", consumes = "application/json", produces = "application/json")
    Released release(@RequestBody Choice choice, @Parameter(hidden = true) Viewer viewer) {
        return holds.release(choice, viewer);
    }

    @PostMapping(value = "/{hold}/drop", consumes = "application/json", produces = "application/json")
    Dropped drop(@PathVariable String hold, @RequestBody Dropping body, @Parameter(hidden = true) Viewer viewer) {
        return new Dropped(holds.drop(Choice.of(id(hold)), body.reason(), viewer));
    }

    @PostMapping(value = "/drop", consumes = "application/json", produces = "application/json")
    Dropped drop(@RequestBody DroppingMany body, @Parameter(hidden = true) Viewer viewer) {
        Choice choice = new Choice(body.holds(), body.batch(), body.count());
        return new Dropped(holds.drop(choice, body.reason(), viewer));
    }

    @PutMapping(value = "/caps/{name}", consumes = "application/json", produces = "application/json")
    BrakeBodies.Change change(
            @PathVariable String name, @RequestBody Wanted wanted, @Parameter(hidden = true) Viewer viewer) {
        return bodies.change(changes.change(cap(name), wanted, viewer));
    }

    @PostMapping(value = "/caps/{name}/confirmation", consumes = "application/json", produces = "application/json")
    BrakeBodies.Change confirm(
            @PathVariable String name, @RequestBody Answer answer, @Parameter(hidden = true) Viewer viewer) {
        return bodies.change(changes.confirm(cap(name), change(answer), viewer));
    }

    @PostMapping(value = "/caps/{name}/withdrawal", consumes = "application/json", produces = "application/json")
    BrakeBodies.Change withdraw(
            @PathVariable String name, @RequestBody Answer answer, @Parameter(hidden = true) Viewer viewer) {
        return bodies.change(changes.withdraw(cap(name), change(answer), viewer));
    }

    private static Cap.Name cap(String name) {
        return Cap.Name.parse(name).orElseThrow(() -> new NotFound("There is no such cap."));
    }

    private static UUID change(Answer answer) {
        if (answer.change() == null) {
            throw new NotFound("Name the change by its id.");
        }
        return answer.change();
    }

    private static UUID id(String hold) {
        try {
            return UUID.fromString(hold);
        } catch (IllegalArgumentException e) {
            throw new NotFound("There is no such held act.");
        }
    }
}
