package dev.guestward.expiry.web;

import dev.guestward.expiry.ClinicClosure;
import dev.guestward.expiry.ClinicClosures;
import dev.guestward.expiry.ClinicClosures.Affected;
import dev.guestward.expiry.ClosureProgress;
import dev.guestward.people.Viewer;
import dev.guestward.problem.NotFound;
import io.swagger.v3.oas.annotations.Parameter;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Closes a clinic; for administrators. */
@RestController
@RequestMapping(path = "/api/clinics/{key}/closure", produces = "application/json")
class ClinicClosureController {
    private final ClinicClosures closures;
    private final ClosureProgress progress;

    ClinicClosureController(ClinicClosures closures, ClosureProgress progress) {
        this.closures = closures;
        this.progress = progress;
    }

    /**
     * One guest of the clinic.
     *
     * @param endsBefore the end of access without the closing
     * @param ends the end with it
     */
    record GuestView(String id, String displayName, Instant endsBefore, Instant ends) {
        static GuestView of(Affected one) {
            Instant own = one.guest().accessUntil();
            return new GuestView(
                    one.guest().id().toString(), one.guest().displayName(), own, one.isUnchanged() ? own : one.end());
        }

        @Override
        public String toString() {
            return "GuestView[" + id + "]";
        }
    }

    /** What closing would do to whom; {@code changed} of the guests lose access earlier than without it. */
    record Outcome(long changed, List<GuestView> guests) {
        static Outcome of(List<Affected> guests) {
            return new Outcome(
                    guests.stream().filter(one -> !one.isUnchanged()).count(),
                    guests.stream().map(GuestView::of).toList());
        }
    }

    /** Shows who would be affected. Nothing is changed. */
    @GetMapping
    Outcome preview(@PathVariable String key, @RequestParam String on, @Parameter(hidden = true) Viewer viewer) {
        return Outcome.of(closures.preview(key, on, viewer));
    }

    /**
     * How far it has come.
     *
     * @param changed whose end it brought forward
     * @param held by the brake
     * @param gone blocked or deleted
     */
    record Progress(
            LocalDate on,
            Instant closedAt,
            @Nullable Instant stoppedAt,
            long changed,
            long access,
            long held,
            long gone) {}

    /** The newest closing of this clinic. */
    @GetMapping("/progress")
    Progress progress(@PathVariable String key, @Parameter(hidden = true) Viewer viewer) {
        return progress.newest(key, viewer)
                .map(one -> new Progress(
                        one.on(), one.at(), one.stoppedAt(), one.changed(), one.access(), one.held(), one.gone()))
                .orElseThrow(() -> new NotFound("Nobody has asked for this clinic to be closed."));
    }

    /** @param back how many got back the end they had */
    record Stopped(int back) {}

    /** Whoever still has access keeps the end they had before. */
    @PostMapping("/stop")
    Stopped stop(@PathVariable String key, @Parameter(hidden = true) Viewer viewer) {
        return new Stopped(progress.stop(key, viewer));
    }

    /** Ends the agreement and the access of the clinic's guests on a day; {@code confirm} is the clinic's key. */
    @PostMapping(consumes = "application/json")
    Outcome close(
            @PathVariable String key, @RequestBody ClinicClosure closure, @Parameter(hidden = true) Viewer viewer) {
        return Outcome.of(closures.close(key, closure, viewer));
    }
}
