package dev.guestward.desk;

import dev.guestward.clinic.Clinic;
import dev.guestward.clinic.Clinics;
import dev.guestward.expiry.ManyGuests;
import dev.guestward.guest.Guest;
import dev.guestward.guest.GuestId;
import dev.guestward.guest.GuestSearch;
import dev.guestward.guest.GuestState;
import dev.guestward.guest.Guests;
import dev.guestward.guest.PageOf;
import dev.guestward.people.People;
import dev.guestward.people.Person;
import dev.guestward.people.PersonId;
import dev.guestward.people.Role;
import dev.guestward.people.Viewer;
import dev.guestward.problem.InvalidInput;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;

/** What ends soon, nearest first, and what to do about several ends at once. */
@DeskPage
@RequestMapping("/ends")
class EndsController {
    private static final int USUAL_DAYS = 30;
    private static final int MOST_DAYS = 365;
    private static final int LAST_PAGE = 100_000;
    private static final int SIZE = 50;

    private final Guests guests;
    private final ManyGuests many;
    private final Clinics clinics;
    private final People people;
    private final GuestViews views;
    private final Times times;

    EndsController(Guests guests, ManyGuests many, Clinics clinics, People people, GuestViews views, Times times) {
        this.guests = guests;
        this.many = many;
        this.clinics = clinics;
        this.people = people;
        this.views = views;
        this.times = times;
    }

    /** What is shown; as the address says it. */
    record Question(
            @Nullable String days,
            @Nullable String clinic,
            @Nullable String sponsor,
            @Nullable String page) {
        int span() {
            return ListQuery.number(days, 1, MOST_DAYS, USUAL_DAYS);
        }
    }

    /** What was chosen and typed. */
    record Form(
            @Nullable List<@Nullable String> guests,
            @Nullable String until,
            @Nullable String reason,
            @Nullable String count) {
        public boolean has(String guest) {
            return guests != null && guests.contains(guest);
        }

        @Override
        public String toString() {
            return "Form[…]";
        }
    }

    /** What an act came to. */
    record Line(String guest, String name, ManyGuests.Outcome outcome, String problem) {}

    @GetMapping
    String page(@ModelAttribute("question") Question question, Viewer viewer, Locale locale, Model model) {
        return page(question, new Form(null, null, null, null), new FormProblems(Map.of()), viewer, locale, model);
    }

    @PostMapping("/extension")
    String extend(
            @ModelAttribute("question") Question question,
            @ModelAttribute("form") Form form,
            Viewer viewer,
            Locale locale,
            Model model,
            HttpServletResponse response) {
        return acted(
                question,
                form,
                () -> many.extend(form.guests(), form.until(), form.reason(), viewer),
                viewer,
                locale,
                model,
                response);
    }

    @PostMapping("/removal")
    String remove(
            @ModelAttribute("question") Question question,
            @ModelAttribute("form") Form form,
            Viewer viewer,
            Locale locale,
            Model model,
            HttpServletResponse response) {
        return acted(
                question,
                form,
                () -> many.remove(form.guests(), form.reason(), TypedCount.of(form.count()), viewer),
                viewer,
                locale,
                model,
                response);
    }

    private String acted(
            Question question,
            Form form,
            Supplier<List<ManyGuests.Result>> act,
            Viewer viewer,
            Locale locale,
            Model model,
            HttpServletResponse response) {
        List<ManyGuests.Result> results;
        try {
            results = act.get();
        } catch (InvalidInput e) {
            response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
            return page(question, form, FormProblems.of(List.of("guests", "count"), e.fields()), viewer, locale, model);
        }
        model.addAttribute(
                "results", results.stream().map(one -> line(one, viewer)).toList());
        return page(question, new Form(null, null, null, null), new FormProblems(Map.of()), viewer, locale, model);
    }

    private Line line(ManyGuests.Result result, Viewer viewer) {
        String name = GuestId.parse(result.guest())
                .flatMap(guests::find)
                .filter(guest -> Guests.maySee(viewer, guest))
                .map(Guest::displayName)
                .orElse("");
        return new Line(
                result.guest(), Shown.text(name), result.outcome(), Objects.requireNonNullElse(result.problem(), ""));
    }

    private String page(
            Question question, Form form, FormProblems problems, Viewer viewer, Locale locale, Model model) {
        boolean everybodys = viewer.isAdministrator() || viewer.isOwner();
        List<Clinic> all = clinics.all();
        Clinic clinic = all.stream()
                .filter(one -> one.key().equals(question.clinic()))
                .findFirst()
                .orElse(null);
        Person sponsor = everybodys && question.sponsor() != null
                ? people.named(question.sponsor()).orElse(null)
                : null;
        int number = ListQuery.number(question.page(), 0, LAST_PAGE, 0);
        PageOf<Guest> found = search(question, clinic, sponsor, number, viewer);
        if (found.content().isEmpty() && number > 0) {
            found = search(question, clinic, sponsor, Math.max(0, found.page().totalPages() - 1), viewer);
        }
        model.addAttribute("question", question);
        model.addAttribute("days", question.span());
        model.addAttribute("spans", new TreeSet<>(List.of(7, 14, 30, 90, question.span())));
        model.addAttribute("clinics", all);
        model.addAttribute("sponsors", everybodys ? people.withRole(Role.SPONSOR) : List.of());
        model.addAttribute("everybodys", everybodys);
        model.addAttribute("mayAct", viewer.isAdministrator() || viewer.isSponsor());
        model.addAttribute("rows", views.rows(found.content(), locale));
        model.addAttribute("page", found.page());
        model.addAttribute("form", form);
        model.addAttribute("problems", problems);
        model.addAttribute("soonest", times.today().toString());
        return "desk/ends";
    }

    private PageOf<Guest> search(
            Question question, @Nullable Clinic clinic, @Nullable Person sponsor, int number, Viewer viewer) {
        PersonId responsible = sponsor == null ? null : sponsor.id();
        return guests.search(
                new GuestSearch(
                        Set.of(GuestState.INVITED, GuestState.ACTIVE),
                        null,
                        question.span(),
                        responsible,
                        clinic == null ? null : clinic.id(),
                        null,
                        GuestSearch.Sort.ACCESS_UNTIL,
                        false,
                        number,
                        SIZE),
                viewer);
    }
}
