package dev.guestward.desk;

import dev.guestward.guest.Guest;
import dev.guestward.guest.GuestId;
import dev.guestward.guest.Guests;
import dev.guestward.invitation.AccessAgain;
import dev.guestward.people.People;
import dev.guestward.people.Person;
import dev.guestward.people.PersonId;
import dev.guestward.people.Role;
import dev.guestward.people.Viewer;
import dev.guestward.problem.Conflict;
import dev.guestward.problem.InvalidInput;
import dev.guestward.problem.NotFound;
import dev.guestward.sponsorship.CoSponsors;
import dev.guestward.sponsorship.Sponsorships;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Handing a guest over, co-sponsors, and giving again what others took away. */
@DeskPage
@RequestMapping("/guests/{id}")
class SponsorPageController {
    private static final List<String> INPUTS = List.of("sponsor", "person");

    private final Guests guests;
    private final Sponsorships sponsorships;
    private final CoSponsors coSponsors;
    private final AccessAgain access;
    private final People people;
    private final GuestViews views;

    SponsorPageController(
            Guests guests,
            Sponsorships sponsorships,
            CoSponsors coSponsors,
            AccessAgain access,
            People people,
            GuestViews views) {
        this.guests = guests;
        this.sponsorships = sponsorships;
        this.coSponsors = coSponsors;
        this.access = access;
        this.people = people;
        this.views = views;
    }

    /** A person to choose, or to take away. */
    record Choice(String id, String name) {}

    @GetMapping("/sponsor")
    String form(@PathVariable String id, Viewer viewer, Locale locale, Model model) {
        Guest guest = visible(id, viewer);
        return Sponsorships.mayHandOver(guest, viewer) ? page(guest, List.of(), locale, model) : backTo(guest);
    }

    @PostMapping("/sponsor")
    String handOver(
            @PathVariable String id,
            @RequestParam(required = false) @Nullable String sponsor,
            Viewer viewer,
            Locale locale,
            Model model,
            RedirectAttributes redirect,
            HttpServletResponse response) {
        Guest guest = visible(id, viewer);
        try {
            Person to = sponsorships.handOver(guest.id(), sponsor, viewer);
            redirect.addFlashAttribute("done", "sponsor.done");
            redirect.addFlashAttribute("doneFor", Shown.text(to.displayName()));
            // whoever has handed over does not see the guest any more
            return viewer.isAdministrator() || viewer.isOwner() ? backTo(guest) : "redirect:/guests";
        } catch (InvalidInput e) {
            response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
            model.addAttribute("typedSponsor", sponsor);
            return page(guest, e.fields(), locale, model);
        } catch (Conflict e) {
            redirect.addFlashAttribute("refused", "sponsor.over");
            return backTo(guest);
        }
    }

    @PostMapping("/co-sponsors")
    String add(
            @PathVariable String id,
            @RequestParam(required = false) @Nullable String person,
            Viewer viewer,
            Locale locale,
            Model model,
            RedirectAttributes redirect,
            HttpServletResponse response) {
        Guest guest = visible(id, viewer);
        try {
            coSponsors.add(guest.id(), person, viewer);
            redirect.addFlashAttribute("done", "co-sponsor.added");
        } catch (InvalidInput e) {
            response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
            model.addAttribute("typedPerson", person);
            return page(guest, e.fields(), locale, model);
        } catch (Conflict e) {
            redirect.addFlashAttribute("refused", "co-sponsor.refused");
        }
        return "redirect:/guests/" + guest.id() + "/sponsor";
    }

    @PostMapping("/co-sponsors/{person}/remove")
    String remove(@PathVariable String id, @PathVariable String person, Viewer viewer, RedirectAttributes redirect) {
        Guest guest = visible(id, viewer);
        PersonId named = PersonId.parse(person).orElseThrow(() -> new NotFound("There is no such person."));
        try {
            coSponsors.remove(guest.id(), named, viewer);
            redirect.addFlashAttribute("done", "co-sponsor.removed");
        } catch (Conflict e) {
            redirect.addFlashAttribute("refused", "co-sponsor.refused");
        }
        return "redirect:/guests/" + guest.id() + "/sponsor";
    }

    @PostMapping("/access")
    String giveAgain(@PathVariable String id, Viewer viewer, RedirectAttributes redirect) {
        Guest guest = visible(id, viewer);
        try {
            access.give(guest.id(), viewer);
            redirect.addFlashAttribute("done", "access-again.done");
            redirect.addFlashAttribute("doneFor", Shown.text(guest.displayName()));
        } catch (Conflict e) {
            redirect.addFlashAttribute("refused", "access-again.over");
        }
        return backTo(guest);
    }

    private String page(Guest guest, List<InvalidInput.Field> problems, Locale locale, Model model) {
        model.addAttribute("problems", FormProblems.of(INPUTS, problems));
        model.addAttribute("id", guest.id().toString());
        model.addAttribute("name", Shown.text(guest.displayName()));
        model.addAttribute("sponsor", views.person(guest.sponsor(), locale));
        List<PersonId> present = coSponsors.of(guest.id());
        model.addAttribute(
                "coSponsors",
                present.stream()
                        .map(one -> new Choice(one.value(), views.person(one, locale)))
                        .toList());
        model.addAttribute(
                "people",
                people.withRole(Role.SPONSOR).stream()
                        .filter(person -> !person.id().equals(guest.sponsor()))
                        .map(person -> new Choice(person.userName(), Shown.text(person.displayName())))
                        .toList());
        return "desk/sponsor";
    }

    private Guest visible(String id, Viewer viewer) {
        return guests.visible(GuestId.parse(id).orElseThrow(() -> new NotFound("There is no such guest.")), viewer);
    }

    private static String backTo(Guest guest) {
        return "redirect:/guests/" + guest.id();
    }
}
