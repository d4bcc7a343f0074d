package dev.guestward.desk;

import dev.guestward.clinic.Clinics;
import dev.guestward.people.Viewer;
import dev.guestward.removal.BrakeBatch;
import dev.guestward.removal.BrakeCapChanges;
import dev.guestward.removal.BrakeCaps.Cap;
import dev.guestward.removal.BrakeHold;
import dev.guestward.removal.BrakeHolds;
import dev.guestward.removal.BrakeStanding;
import dev.guestward.removal.CapChange;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** Makes the page of the brake. */
@Component
class BrakeViews {
    private final BrakeHolds holds;
    private final BrakeStanding standing;
    private final BrakeCapChanges changes;
    private final Clinics clinics;
    private final GuestViews guests;
    private final Times times;
    private final MessageSource texts;

    BrakeViews(
            BrakeHolds holds,
            BrakeStanding standing,
            BrakeCapChanges changes,
            Clinics clinics,
            GuestViews guests,
            Times times,
            MessageSource texts) {
        this.holds = holds;
        this.standing = standing;
        this.changes = changes;
        this.clinics = clinics;
        this.guests = guests;
        this.times = times;
        this.texts = texts;
    }

    BrakePage page(Viewer viewer, Locale locale) {
        List<BrakeBatch> held = holds.waiting(viewer);
        BrakeStanding.Now now = standing.now();
        List<CapChange> all = changes.newest();
        return new BrakePage(
                List.of(cap(now.blocks()), cap(now.deletes()), cap(now.clinicCap(), null)),
                now.clinics().stream()
                        .map(use ->
                                new BrakePage.Clinic(clinic(use.clinic()), use.allowed(), use.blocks(), use.deletes()))
                        .toList(),
                now.forecast(),
                held.stream().map(batch -> batch(batch, locale)).toList(),
                all.stream()
                        .filter(BrakeViews::waits)
                        .map(change -> change(change, viewer, locale))
                        .toList(),
                all.stream()
                        .filter(change -> !waits(change))
                        .map(change -> change(change, viewer, locale))
                        .toList());
    }

    private static boolean waits(CapChange change) {
        return change.state() == CapChange.State.WAITING;
    }

    private static BrakePage.Cap cap(BrakeStanding.Use use) {
        return cap(use.cap(), new BrakePage.Use(use.guests(), use.allowed(), use.used(), use.room(), use.beside()));
    }

    private static BrakePage.Cap cap(Cap cap, BrakePage.@Nullable Use use) {
        return new BrakePage.Cap(cap.name().key(), cap.fewest(), cap.most(), cap.percent(), use);
    }

    private BrakePage.Batch batch(BrakeBatch batch, Locale locale) {
        return new BrakePage.Batch(
                batch.key().toString(),
                batch.key().actName(),
                batch.key().cap().key(),
                batch.size(),
                batch.asked(),
                times.moment(batch.since(), locale),
                batch.size() - batch.holds().size(),
                batch.holds().stream().map(hold -> hold(hold, locale)).toList());
    }

    private BrakePage.Hold hold(BrakeHold hold, Locale locale) {
        return new BrakePage.Hold(
                hold.id().toString(),
                hold.guest().toString(),
                Shown.text(hold.guestName()),
                clinic(hold.clinic()),
                guests.person(hold.sponsor(), locale),
                "brake.cause." + (hold.cause() == null ? "LAPSE" : hold.cause().name()),
                hold.asker().map(person -> guests.person(person, locale)).orElse(null),
                Shown.text(hold.reason()),
                times.moment(hold.heldAt(), locale),
                hold.firstBy() == null ? null : guests.person(hold.firstBy(), locale),
                hold.firstAt() == null ? null : times.moment(hold.firstAt(), locale));
    }

    private BrakePage.Change change(CapChange change, Viewer viewer, Locale locale) {
        return new BrakePage.Change(
                change.id().toString(),
                change.after().name().key(),
                numbers(change.before(), locale),
                numbers(change.after(), locale),
                state(change.state()),
                guests.person(change.askedBy(), locale),
                times.moment(change.askedAt(), locale),
                change.answeredBy() == null ? null : guests.person(change.answeredBy(), locale),
                change.answeredAt() == null ? null : times.moment(change.answeredAt(), locale),
                viewer.is(change.askedBy()));
    }

    private static StateView state(CapChange.State state) {
        String text = "brake.change." + state;
        return switch (state) {
            case LOWERED -> new StateView(state.name(), text, "gw-result-ok", "arrow-down-circle");
            case WAITING -> new StateView(state.name(), text, "gw-result-warning", "hourglass-split");
            case RAISED -> new StateView(state.name(), text, "gw-state-invited", "arrow-up-circle");
            case WITHDRAWN -> new StateView(state.name(), text, "gw-result-unknown", "x-circle");
        };
    }

    private String numbers(Cap cap, Locale locale) {
        Object[] numbers = {cap.percent(), cap.fewest(), cap.most()};
        return texts.getMessage("brake.numbers", numbers, locale);
    }

    private String clinic(UUID id) {
        return clinics.byId(id).map(clinic -> Shown.text(clinic.name())).orElse("");
    }
}
