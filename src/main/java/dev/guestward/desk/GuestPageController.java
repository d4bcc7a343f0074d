package dev.guestward.desk;

import dev.guestward.expiry.Extensions;
import dev.guestward.guest.EarlierRecords;
import dev.guestward.guest.Guest;
import dev.guestward.guest.GuestId;
import dev.guestward.guest.Guests;
import dev.guestward.invitation.AccessAgain;
import dev.guestward.invitation.GuestEdits;
import dev.guestward.people.Viewer;
import dev.guestward.problem.Conflict;
import dev.guestward.problem.NotFound;
import dev.guestward.redemption.Resends;
import dev.guestward.sponsorship.CoSponsors;
import dev.guestward.sponsorship.Sponsorships;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** One guest: facts, what happens next, how far the invitation has come, and everything that happened. */
@DeskPage
class GuestPageController {
    private static final Duration SOON = Duration.ofDays(30);

    private final Guests guests;
    private final GuestViews views;
    private final Resends resends;
    private final ProtectionViews protections;
    private final RemovalViews removals;
    private final CoSponsors coSponsors;
    private final EarlierRecords records;
    private final Clock clock;

    GuestPageController(
            Guests guests,
            GuestViews views,
            Resends resends,
            ProtectionViews protections,
            RemovalViews removals,
            CoSponsors coSponsors,
            EarlierRecords records,
            Clock clock) {
        this.guests = guests;
        this.views = views;
        this.resends = resends;
        this.protections = protections;
        this.removals = removals;
        this.coSponsors = coSponsors;
        this.records = records;
        this.clock = clock;
    }

    @GetMapping("/guests/{id}")
    String guest(@PathVariable String id, Viewer viewer, Locale locale, Model model) {
        Guest guest = visible(id, viewer);
        model.addAttribute("details", views.details(guest, viewer, locale));
        model.addAttribute("mayEdit", GuestEdits.mayEdit(guest, viewer));
        model.addAttribute("mayExtend", Extensions.mayExtend(guest, viewer) && endsSoon(guest));
        model.addAttribute("protection", protections.note(guest, viewer, locale));
        model.addAttribute("removal", removals.card(guest, viewer, locale));
        model.addAttribute("mayHandOver", Sponsorships.mayHandOver(guest, viewer));
        model.addAttribute("mayGiveAgain", AccessAgain.mayGive(guest, viewer));
        model.addAttribute(
                "coSponsors",
                coSponsors.of(guest.id()).stream()
                        .map(person -> views.person(person, locale))
                        .collect(Collectors.joining(", ")));
        model.addAttribute(
                "earlier", others(records.previous(guest.id()).stream().toList(), viewer));
        model.addAttribute("later", others(records.later(guest.id()), viewer));
        return "desk/guest";
    }

    /**
     * The changing part of the page.
     *
     * @param seen what the page shows already; while it still holds there is no content, and so nothing is read out again
     * @param whole whether news change more than this part: then the browser is told to read the page anew
     */
    @GetMapping("/guests/{id}/live")
    ModelAndView live(
            @PathVariable String id,
            @RequestParam(required = false) @Nullable String seen,
            @RequestParam(defaultValue = "false") boolean whole,
            Viewer viewer,
            Locale locale,
            HttpServletResponse answer) {
        GuestDetails details = views.details(visible(id, viewer), viewer, locale);
        if (details.seen().equals(seen)) {
            ModelAndView nothing = new ModelAndView();
            nothing.setStatus(HttpStatus.NO_CONTENT);
            nothing.setView((model, request, response) -> response.setStatus(HttpStatus.NO_CONTENT.value()));
            return nothing;
        }
        if (whole) {
            answer.setHeader("HX-Refresh", "true");
        }
        return new ModelAndView("desk/guest-live").addObject("details", details);
    }

    /** Has a fresh link mailed. What came of it is told on the guest's page. */
    @PostMapping("/guests/{id}/resend")
    String resend(@PathVariable String id, Viewer viewer, RedirectAttributes redirect) {
        Guest guest = visible(id, viewer);
        try {
            resends.resend(guest.id(), viewer);
            redirect.addFlashAttribute("done", "guest.resend.done");
            redirect.addFlashAttribute("doneFor", Shown.text(guest.displayName()));
        } catch (Conflict e) {
            redirect.addFlashAttribute("refused", "guest.resend.not-now");
        }
        return "redirect:/guests/" + guest.id();
    }

    /** Another record of the same person. */
    record Other(String id, String name, StateView state) {}

    private List<Other> others(List<GuestId> ids, Viewer viewer) {
        return ids.stream()
                .map(guests::get)
                .filter(other -> Guests.maySee(viewer, other))
                .map(other ->
                        new Other(other.id().toString(), Shown.text(other.displayName()), StateView.of(other.state())))
                .toList();
    }

    /** Long before the end nobody needs to be shown how to move it. */
    private boolean endsSoon(Guest guest) {
        return guest.accessUntil().isBefore(clock.instant().plus(SOON));
    }

    private Guest visible(String id, Viewer viewer) {
        return guests.visible(GuestId.parse(id).orElseThrow(() -> new NotFound("There is no such guest.")), viewer);
    }
}
