package dev.guestward.desk;

import dev.guestward.desk.GuestDetails.Standing;
import dev.guestward.desk.GuestDetails.Step;
import dev.guestward.guest.Attention;
import dev.guestward.guest.Guest;
import dev.guestward.guest.GuestState;
import dev.guestward.guest.Timeline;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads from a guest's history how far the invitation has come. */
@Component
class Steps {
    private static final Map<String, String> CODES = Map.of(
            "requested", "invitation-requested",
            "approved", "approved",
            "invited", "invited",
            "mailed", "invitation-mailed",
            "accepted", "redeemed",
            "granted", "access-granted",
            "active", "activated");

    private final Times times;

    Steps(Times times) {
        this.times = times;
    }

    List<Step> of(Guest guest, List<Timeline.Line> history, Locale locale) {
        Map<String, Instant> happened = new HashMap<>();
        history.forEach(line -> happened.put(line.code(), line.at()));
        List<String> names = names(guest, happened);
        int last = -1;
        for (int i = 0; i < names.size(); i++) {
            if (happened.containsKey(CODES.get(names.get(i)))) {
                last = i;
            }
        }
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            Instant at = happened.get(CODES.get(names.get(i)));
            steps.add(new Step(
                    names.get(i),
                    at == null ? standing(guest, i, last) : Standing.DONE,
                    at == null ? null : times.moment(at, locale)));
        }
        return steps;
    }

    private static List<String> names(Guest guest, Map<String, Instant> happened) {
        boolean ownerDecides = guest.attention() == Attention.WAITS_FOR_OWNER
                || happened.containsKey("policy-approval")
                || happened.containsKey("approved")
                || happened.containsKey("declined");
        return ownerDecides
                ? List.of("requested", "approved", "invited", "mailed", "accepted", "granted", "active")
                : List.of("requested", "invited", "mailed", "accepted", "granted", "active");
    }

    private static Standing standing(Guest guest, int step, int last) {
        if (step < last) {
            return Standing.PASSED_OVER;
        }
        if (guest.state() != GuestState.REQUESTED && guest.state() != GuestState.INVITED) {
            return Standing.DROPPED;
        }
        if (step > last + 1) {
            return Standing.OPEN;
        }
        return isTrouble(guest.attention()) ? Standing.TROUBLE : Standing.CURRENT;
    }

    private static boolean isTrouble(@Nullable Attention attention) {
        return attention != null && attention.holdsUp() && attention != Attention.WAITS_FOR_OWNER;
    }
}
