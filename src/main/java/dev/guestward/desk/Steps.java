package dev.guestward.desk;

import dev.guestward.desk.GuestDetails.Standing;
import dev.guestward.desk.GuestDetails.Step;
import dev.guestward.guest.Attention;
import dev.guestward.guest.Guest;
import dev.guestward.guest.GuestState;
import dev.guestward.guest.Timeline;
import dev.guestward.mail.Mails;
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
    /** What happened once a step is done. A step that may be done in more than one way has more than one code. */
    private static final Map<String, List<String>> CODES = Map.of(
            "requested", List.of("invitation-requested"),
            "decided", List.of("policy-automatic", "policy-approval", "policy-refused"),
            "approved", List.of("approved"),
            "invited", List.of("invited"),
            "mailed", List.of("invitation-mailed"),
            "reminded", List.of("invitation-reminder-mailed"),
            "accepted", List.of("redeemed"),
            "granted", List.of("access-granted"),
            "active", List.of("activated"));

    private final StepNotes notes;
    private final Times times;

    Steps(StepNotes notes, Times times) {
        this.notes = notes;
        this.times = times;
    }

    List<Step> of(Guest guest, List<Timeline.Line> history, List<Mails.Mail> letters, Locale locale) {
        Map<String, Timeline.Line> happened = new HashMap<>();
        history.forEach(line -> happened.put(line.code(), line));
        List<String> names = names(guest, happened);
        int last = -1;
        for (int i = 0; i < names.size(); i++) {
            if (line(names.get(i), happened) != null) {
                last = i;
            }
        }
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            Timeline.Line line = line(name, happened);
            Standing standing = line == null ? standing(guest, i, last) : Standing.DONE;
            steps.add(new Step(
                    name,
                    standing,
                    line == null ? null : times.moment(line.at(), locale),
                    notes.of(name, standing, guest, new StepNotes.Known(line, history, letters), locale)));
        }
        return steps;
    }

    private static Timeline.@Nullable Line line(String step, Map<String, Timeline.Line> happened) {
        return CODES.getOrDefault(step, List.of(step)).stream()
                .filter(happened::containsKey)
                .map(happened::get)
                .findFirst()
                .orElse(null);
    }

    private static List<String> names(Guest guest, Map<String, Timeline.Line> happened) {
        if (happened.containsKey("adopted")) {
            boolean invited = guest.state() == GuestState.INVITED || happened.containsKey("activated");
            return invited ? List.of("discovered", "adopted", "accepted", "active") : List.of("discovered", "adopted");
        }
        boolean ownerDecides = guest.attention() == Attention.WAITS_FOR_OWNER
                || happened.containsKey("policy-approval")
                || happened.containsKey("approved")
                || happened.containsKey("declined");
        List<String> names = new ArrayList<>(List.of("requested", "decided"));
        if (ownerDecides) {
            names.add("approved");
        }
        names.addAll(List.of("invited", "mailed"));
        if (happened.containsKey("invitation-reminder-mailed")) {
            names.add("reminded");
        }
        names.addAll(List.of("accepted", "granted", "active"));
        return names;
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
