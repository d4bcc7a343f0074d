package dev.guestward.desk;

import dev.guestward.guest.Attention;
import dev.guestward.guest.GuestCounts;
import dev.guestward.guest.GuestState;
import dev.guestward.people.Viewer;
import dev.guestward.redemption.RedemptionWorkflow;
import dev.guestward.signup.SignUpRequests;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** The first page: what waits, and where everything stands. */
@DeskPage
class OverviewController {
    /** Counted even when there is none: the way a guest goes. */
    private static final List<GuestState> USUAL = List.of(GuestState.REQUESTED, GuestState.INVITED, GuestState.ACTIVE);

    private final GuestCounts counts;
    private final SignUpRequests signUps;
    private final RedemptionWorkflow invitations;
    private final Times times;

    OverviewController(GuestCounts counts, SignUpRequests signUps, RedemptionWorkflow invitations, Times times) {
        this.counts = counts;
        this.signUps = signUps;
        this.invitations = invitations;
        this.times = times;
    }

    /** A number that leads to the guests it counts. */
    record Count(StateView what, long guests, String link, boolean mine) {}

    @GetMapping("/")
    String overview(Viewer viewer, Model model) {
        GuestCounts.Tally tally = counts.of(viewer);
        List<Count> attentions = new ArrayList<>();
        for (Attention attention : Attention.values()) {
            long guests = tally.attentions().getOrDefault(attention, 0L);
            if (guests > 0) {
                attentions.add(
                        new Count(StateView.of(attention), guests, link(null, attention), isFor(viewer, attention)));
            }
        }
        List<Count> states = new ArrayList<>();
        for (GuestState state : GuestState.values()) {
            if (USUAL.contains(state) || tally.of(state) > 0) {
                states.add(new Count(StateView.of(state), tally.of(state), link(state, null), false));
            }
        }
        model.addAttribute("greeting", greeting());
        model.addAttribute("attentions", attentions);
        model.addAttribute("states", states);
        model.addAttribute("total", tally.total());
        long own = signUps.countWaitingFor(viewer);
        model.addAttribute("signUps", own);
        model.addAttribute("openSignUps", Math.max(0, signUps.countOpen(viewer) - own));
        model.addAttribute("choices", invitations.choicesOf(viewer.id()));
        model.addAttribute("everybodys", viewer.isAdministrator() || viewer.isOwner());
        return "desk/overview";
    }

    /** Whether this person is the one who has to act. */
    private static boolean isFor(Viewer viewer, Attention attention) {
        return switch (attention) {
            case WAITS_FOR_OWNER -> viewer.isOwner();
            case MAIL_BOUNCED -> viewer.isSponsor() || viewer.isAdministrator();
            default -> viewer.isAdministrator();
        };
    }

    private static String link(@Nullable GuestState state, @Nullable Attention attention) {
        return ListQuery.all().with(state, attention).toString();
    }

    private String greeting() {
        int hour = times.hour();
        return hour < 5 || hour >= 18 ? "evening" : hour < 12 ? "morning" : "day";
    }
}
