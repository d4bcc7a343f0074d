package dev.guestward.feed.web;

import dev.guestward.directory.changes.DeadLetters.DeadLetter;
import dev.guestward.feed.SetAside;
import dev.guestward.feed.SuddenLosses;
import dev.guestward.guest.Guest;
import dev.guestward.guest.PageOf;
import dev.guestward.guest.Paging;
import dev.guestward.people.Viewer;
import dev.guestward.problem.NotFound;
import io.swagger.v3.oas.annotations.Parameter;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Notifications that were set aside, and accounts that seem gone in suspicious numbers. */
@RestController
@RequestMapping(path = "/api/directory", produces = "application/json")
class FeedController {
    private final SetAside letters;
    private final SuddenLosses losses;

    FeedController(SetAside letters, SuddenLosses losses) {
        this.letters = letters;
        this.losses = losses;
    }

    record GuestRef(String id, String displayName, String email) {
        static GuestRef of(Guest guest) {
            return new GuestRef(guest.id().toString(), guest.displayName(), guest.email());
        }
    }

    /**
     * A notification that was set aside.
     *
     * @param reason {@code unreadable} or {@code comparison}
     * @param key mostly the object id of the account it names
     * @param guest whose account that is; missing if it is none of ours
     * @param record what came in, without secrets
     */
    record LetterView(
            String id,
            String reason,
            @Nullable String key,
            @Nullable GuestRef guest,
            @Nullable String record,
            Instant diedAt) {}

    /** How many are worked on again. */
    record Replayed(int replayed) {}

    /**
     * @param alarm missing if nothing waits
     * @param guests some of those it is about
     */
    record LossView(@Nullable AlarmView alarm, List<GuestRef> guests) {
        record AlarmView(String id, Instant raisedAt, long accounts, long managed) {}
    }

    /** @param count how many accounts the person thinks it is about */
    record Confirmation(@Nullable Long count) {}

    /** A page of those that wait, the newest first. */
    @GetMapping("/dead-letters")
    PageOf<LetterView> list(
            @RequestParam(defaultValue = "0") int page,
            @RequestParam(defaultValue = "50") int size,
            @Parameter(hidden = true) Viewer viewer) {
        Paging.check(page, size);
        return letters.waiting(page, size, viewer).map(this::view);
    }

    /** Has one worked on again; if it fails again, it comes back as another. */
    @PostMapping("/dead-letters/{id}/replay")
    @ResponseStatus(HttpStatus.ACCEPTED)
    Replayed replay(@PathVariable String id, @Parameter(hidden = true) Viewer viewer) {
        letters.replay(parsed(id), viewer);
        return new Replayed(1);
    }

    /** Has all worked on again, at most 500 with a call. */
    @PostMapping("/dead-letters/replay")
    @ResponseStatus(HttpStatus.ACCEPTED)
    Replayed replayAll(@Parameter(hidden = true) Viewer viewer) {
        return new Replayed(letters.replayAll(viewer));
    }

    /** What waits for somebody to say whether so many accounts are gone. */
    @GetMapping("/disappearance")
    LossView disappearance(@Parameter(hidden = true) Viewer viewer) {
        return losses.waiting(viewer)
                .map(alarm -> new LossView(
                        new LossView.AlarmView(
                                alarm.id().toString(), alarm.raisedAt(), alarm.accounts(), alarm.managed()),
                        losses.guests(viewer).stream().map(GuestRef::of).toList()))
                .orElseGet(() -> new LossView(null, List.of()));
    }

    @PostMapping(path = "/disappearance/{id}/confirmation", consumes = "application/json")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void confirm(@PathVariable String id, @RequestBody Confirmation body, @Parameter(hidden = true) Viewer viewer) {
        losses.confirm(parsed(id), body.count(), viewer);
    }

    @PostMapping("/disappearance/{id}/dismissal")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void dismiss(@PathVariable String id, @Parameter(hidden = true) Viewer viewer) {
        losses.dismiss(parsed(id), viewer);
    }

    private LetterView view(DeadLetter letter) {
        return new LetterView(
                letter.id().toString(),
                letter.reason(),
                letter.key(),
                letters.guestOf(letter).map(GuestRef::of).orElse(null),
                letter.record(),
                letter.diedAt());
    }

    private static UUID parsed(String id) {
        try {
            return UUID.fromString(id);
        } catch (IllegalArgumentException e) {
            throw new NotFound("There is nothing of this id that waits.");
        }
    }
}
