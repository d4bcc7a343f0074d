package dev.guestward.desk;

import dev.guestward.guest.Guest;
import dev.guestward.guest.GuestState;
import dev.guestward.guest.Guests;
import dev.guestward.people.PersonId;
import dev.guestward.people.Viewer;
import dev.guestward.removal.HeldThings;
import dev.guestward.removal.HeldThings.Thing;
import dev.guestward.removal.HeldThings.Where;
import dev.guestward.removal.RemainingAccess;
import dev.guestward.removal.RemainingAccess.Way;
import dev.guestward.removal.Removal;
import dev.guestward.removal.Removal.Stage;
import dev.guestward.removal.RemovalRequests;
import dev.guestward.removal.Removals;
import dev.guestward.removal.RestorationRequests;
import dev.guestward.removal.Restorations;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** Makes what pages show of removals and restorations. */
@Component
class RemovalViews {
    private final Removals removals;
    private final Restorations restorations;
    private final RestorationRequests requests;
    private final HeldThings things;
    private final RemainingAccess remaining;
    private final Guests guests;
    private final GuestViews names;
    private final Times times;
    private final MessageSource texts;
    private final Clock clock;

    RemovalViews(
            Removals removals,
            Restorations restorations,
            RestorationRequests requests,
            HeldThings things,
            RemainingAccess remaining,
            Guests guests,
            GuestViews names,
            Times times,
            MessageSource texts,
            Clock clock) {
        this.removals = removals;
        this.restorations = restorations;
        this.requests = requests;
        this.things = things;
        this.remaining = remaining;
        this.guests = guests;
        this.names = names;
        this.times = times;
        this.texts = texts;
        this.clock = clock;
    }

    /**
     * What a guest's page says about removal.
     *
     * @param mayRemove whether this person may have the guest removed now
     * @param mayRestore whether this person may have the guest brought back now
     * @param obstacle key of a text: why a guest who is gone cannot be brought back; empty if nothing is to be said
     * @param running the removal under way
     * @param restoring whether the guest is on the way back
     * @param stillHeld through what there is still access although there should be none
     * @param lost what could not be put back
     */
    record Card(
            boolean mayRemove,
            boolean mayRestore,
            String obstacle,
            @Nullable Running running,
            boolean restoring,
            List<Line> stillHeld,
            List<Line> lost) {
        public boolean shown() {
            return mayRestore
                    || restoring
                    || running != null
                    || !obstacle.isEmpty()
                    || !stillHeld.isEmpty()
                    || !lost.isEmpty();
        }
    }

    /**
     * A removal.
     *
     * @param undoUntil null once it cannot be undone, or not by this person
     * @param reserved whether it could be undone, but only by somebody else
     */
    record Running(
            StateView stage,
            String says,
            String askedBy,
            String reason,
            Times.When askedAt,
            Times.@Nullable When undoUntil,
            Times.@Nullable When deleteAfter,
            boolean reserved) {}

    /** A thing that is held, was held, or comes back; {@code because} is empty where there is nothing to explain. */
    record Line(String kind, String name, String where, boolean comesBack, String because) {}

    /** A row of the list of removals. */
    record Row(
            String guest,
            String name,
            String email,
            String sponsor,
            String askedBy,
            StateView stage,
            @Nullable StateView attention,
            Times.@Nullable When next) {}

    Card card(Guest guest, Viewer viewer, Locale locale) {
        boolean may = RemovalRequests.mayDecide(guest, viewer);
        Removal running = removals.current(guest.id()).orElse(null);
        boolean here = guest.state() == GuestState.INVITED || guest.state() == GuestState.ACTIVE;
        boolean gone = guest.state() == GuestState.BLOCKED
                || guest.state() == GuestState.DELETED
                || guest.state() == GuestState.PURGED;
        boolean restoring = restorations.current(guest.id()).isPresent();
        RestorationRequests.Obstacle obstacle =
                gone ? requests.obstacle(guest, viewer).orElse(null) : null;
        List<Thing> all = things.of(guest.id());
        return new Card(
                may && here && running == null,
                may && gone && obstacle == null,
                may && obstacle != null && !restoring ? "removals.obstacle." + obstacle : "",
                running == null ? null : running(running, may, viewer, locale),
                restoring,
                remaining.of(guest.id()).stream().map(way -> line(way, locale)).toList(),
                lines(all, Where.LOST, locale));
    }

    List<Line> held(Guest guest, Locale locale) {
        return things.of(guest.id()).stream().map(thing -> line(thing, locale)).toList();
    }

    List<Row> rows(List<Removal> shown, Locale locale) {
        return shown.stream().map(removal -> row(removal, locale)).toList();
    }

    static StateView stage(Stage stage) {
        String look = switch (stage) {
            case UNDO_WINDOW -> "gw-state-requested";
            case BLOCKING, STRIPPING -> "gw-state-blocked";
            case GRACE -> "gw-state-invited";
            case DELETING, OVER -> "gw-state-deleted";
        };
        String icon = switch (stage) {
            case UNDO_WINDOW -> "arrow-counterclockwise";
            case BLOCKING -> "slash-circle";
            case STRIPPING -> "scissors";
            case GRACE -> "hourglass-split";
            case DELETING, OVER -> "trash";
        };
        return new StateView(stage.name(), "removals.stage." + stage, look, icon);
    }

    private Row row(Removal removal, Locale locale) {
        Guest guest = guests.get(removal.guest());
        Stage stage = removal.stage(clock.instant());
        Instant next = switch (stage) {
            case UNDO_WINDOW -> removal.undoUntil();
            case GRACE -> removal.deleteAfter();
            case BLOCKING, STRIPPING, DELETING, OVER -> null;
        };
        return new Row(
                guest.id().toString(),
                Shown.text(guest.displayName()),
                Shown.text(guest.email()),
                names.person(guest.sponsor(), locale),
                askedBy(removal, locale),
                stage(stage),
                StateView.attention(guest),
                next == null ? null : times.moment(next, locale));
    }

    private Running running(Removal removal, boolean may, Viewer viewer, Locale locale) {
        Stage stage = removal.stage(clock.instant());
        boolean open = may && stage == Stage.UNDO_WINDOW && removal.blockSentAt() == null;
        boolean undo = open && RemovalRequests.mayTakeBack(removal, viewer);
        return new Running(
                stage(stage),
                "removals.says." + stage,
                askedBy(removal, locale),
                Shown.text(removal.reason()),
                times.moment(removal.askedAt(), locale),
                undo ? times.moment(removal.undoUntil(), locale) : null,
                removal.deleteAfter() == null ? null : times.day(removal.deleteAfter(), locale),
                open && !undo);
    }

    private String askedBy(Removal removal, Locale locale) {
        return removal.cause().isOfPerson()
                ? names.person(new PersonId(removal.askedBy()), locale)
                : text("removals.cause." + removal.cause(), locale);
    }

    private List<Line> lines(List<Thing> all, Where where, Locale locale) {
        return all.stream()
                .filter(thing -> thing.where() == where)
                .map(thing -> line(thing, locale))
                .toList();
    }

    private Line line(Way way, Locale locale) {
        String name = way.name() == null ? text("removals.unnamed." + way.kind(), locale) : way.name();
        String because = way.through() == null
                ? reason(way.because(), locale)
                : texts.getMessage("removals.through", new Object[] {Shown.text(way.through())}, locale);
        return new Line("removals.kind." + way.kind(), Shown.text(name), "removals.where.STILL_HELD", false, because);
    }

    private Line line(Thing thing, Locale locale) {
        String name = thing.name() == null ? text("removals.unnamed." + thing.kind(), locale) : thing.name();
        return new Line(
                "removals.kind." + thing.kind(),
                Shown.text(name),
                "removals.where." + thing.where(),
                thing.comesBack(),
                thing.because() == null ? "" : reason(thing.because(), locale));
    }

    private String reason(String code, Locale locale) {
        int colon = code.indexOf(':');
        String kind = colon < 0 ? code : code.substring(0, colon);
        return String.valueOf(texts.getMessage("reason." + kind, null, code, locale));
    }

    private String text(String key, Locale locale) {
        return texts.getMessage(key, null, locale);
    }
}
