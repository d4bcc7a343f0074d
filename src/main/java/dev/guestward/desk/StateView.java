package dev.guestward.desk;

import dev.guestward.bulk.BulkInvitation;
import dev.guestward.bulk.RowResult;
import dev.guestward.guest.Attention;
import dev.guestward.guest.Guest;
import dev.guestward.guest.GuestState;
import dev.guestward.mail.Mails;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A state, or an attention, as it looks: a word, a colour and an icon, so that no one of them is needed to understand it.
 *
 * @param text key of the word
 * @param look CSS class that gives the colour
 * @param icon name of the icon
 */
record StateView(String name, String text, String look, String icon) {

    static StateView of(GuestState state) {
        return new StateView(
                state.name(), "state." + state, "gw-state-" + state.name().toLowerCase(Locale.ROOT), icon(state));
    }

    static @Nullable StateView attention(Guest guest) {
        return guest.attention() == null ? null : of(guest.attention());
    }

    static StateView of(Attention attention) {
        boolean waits = attention == Attention.WAITS_FOR_OWNER;
        return new StateView(
                attention.name(),
                "attention." + attention,
                waits ? "gw-attention-waits" : "gw-attention-trouble",
                waits ? "person-check" : "exclamation-triangle-fill");
    }

    static StateView of(BulkInvitation.State state) {
        return switch (state) {
            case CHECKED -> new StateView(state.name(), "bulk.state.CHECKED", "gw-state-requested", "hourglass-split");
            case RUNNING -> new StateView(state.name(), "bulk.state.RUNNING", "gw-state-invited", "play-circle");
            case FINISHED -> new StateView(state.name(), "bulk.state.FINISHED", "gw-state-active", "check-circle-fill");
        };
    }

    /** What a line of a file came to; null while it waits. */
    static StateView of(@Nullable RowResult result) {
        return result == null
                ? new StateView("WAITING", "bulk.result.WAITING", "gw-state-requested", "hourglass-split")
                : row(result, "bulk.result.");
    }

    /** What a line of a file will come to. */
    static StateView foretold(RowResult outlook) {
        return row(outlook, "bulk.outlook.");
    }

    private static StateView row(RowResult result, String texts) {
        return switch (result) {
            case REQUESTED -> new StateView(result.name(), texts + result, "gw-state-active", "person-plus");
            case ON_LIST -> new StateView(result.name(), texts + result, "gw-state-declined", "dash-circle");
            case KNOWN_HERE -> new StateView(result.name(), texts + result, "gw-state-discovered", "people");
            case CHOICE_NEEDED -> new StateView(result.name(), texts + result, "gw-state-requested", "signpost-split");
            case FAILED ->
                new StateView(result.name(), texts + result, "gw-state-blocked", "exclamation-triangle-fill");
        };
    }

    static StateView of(Mails.State state) {
        return switch (state) {
            case QUEUED -> mail(state, "gw-result-unknown", "hourglass-split");
            case SENT -> mail(state, "gw-result-ok", "envelope-check");
            case FAILED -> mail(state, "gw-result-blocked", "x-octagon-fill");
            case SUPPRESSED -> mail(state, "gw-result-warning", "eye");
            case BOUNCED -> mail(state, "gw-result-blocked", "envelope-x");
            case WITHDRAWN -> mail(state, "gw-result-unknown", "envelope-dash");
        };
    }

    private static StateView mail(Mails.State state, String look, String icon) {
        return new StateView(state.name(), "mail-state." + state, look, icon);
    }

    private static String icon(GuestState state) {
        return switch (state) {
            case REQUESTED -> "hourglass-split";
            case DECLINED -> "x-circle";
            case INVITED -> "envelope-paper";
            case ACTIVE -> "check-circle-fill";
            case BLOCKED -> "slash-circle";
            case DELETED -> "trash";
            case PURGED -> "eraser";
            case DISCOVERED -> "binoculars";
        };
    }
}
