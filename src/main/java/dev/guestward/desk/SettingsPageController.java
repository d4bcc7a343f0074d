package dev.guestward.desk;

import dev.guestward.clinic.Clinics;
import dev.guestward.people.Viewer;
import dev.guestward.problem.InvalidInput;
import dev.guestward.removal.BrakeCaps.Cap;
import dev.guestward.settings.EffectiveSettings;
import dev.guestward.settings.PolicyPreview;
import dev.guestward.settings.PolicyPreview.Preview;
import dev.guestward.settings.PreviewRequest;
import dev.guestward.settings.PreviewRequest.Numbers;
import jakarta.servlet.http.HttpServletResponse;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The values in force, and what would come under others. A preview changes nothing, so its address can be kept. */
@DeskPage
@RequestMapping("/settings")
class SettingsPageController {
    private static final List<String> TIMES =
            List.of("longestAccess", "firstWarning", "lastWarning", "lapseAfter", "undo", "grace");
    private static final List<String> INPUTS = Stream.concat(
                    TIMES.stream(), Stream.of("caps", "clinic", "agreementEnd"))
            .toList();
    private static final int LISTED = 200;

    private final EffectiveSettings settings;
    private final PolicyPreview preview;
    private final Clinics clinics;
    private final Times times;

    SettingsPageController(EffectiveSettings settings, PolicyPreview preview, Clinics clinics, Times times) {
        this.settings = settings;
        this.preview = preview;
        this.clinics = clinics;
        this.times = times;
    }

    /** Days are empty where nothing comes within the year. */
    record Row(
            String guest,
            String name,
            String what,
            String on,
            String now,
            @Nullable String held) {}

    record Day(String day, long warnings, long lapses, long blocks, long deletions, long held) {}

    @GetMapping
    String page(Viewer viewer, Model model) {
        model.addAttribute("settings", settings.all(viewer));
        return "desk/settings";
    }

    @GetMapping("/preview")
    String preview(
            @RequestParam Map<String, String> given,
            Viewer viewer,
            Locale locale,
            Model model,
            HttpServletResponse response) {
        if (!viewer.isAdministrator()) {
            throw new AccessDeniedException("for administrators");
        }
        model.addAttribute("given", given);
        model.addAttribute("times", TIMES);
        model.addAttribute(
                "caps", Stream.of(Cap.Name.values()).map(Cap.Name::key).toList());
        model.addAttribute("clinics", clinics.all());
        model.addAttribute("soonest", times.today().toString());
        FormProblems problems = new FormProblems(Map.of());
        boolean asked = given.values().stream().anyMatch(value -> !value.isBlank());
        try {
            if (asked) {
                fill(preview.preview(request(given), viewer), locale, model);
            }
        } catch (InvalidInput e) {
            response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
            problems = FormProblems.of(e.fields(), INPUTS, field -> "warnings".equals(field) ? "firstWarning" : field);
        }
        model.addAttribute("problems", problems);
        return "desk/settings-preview";
    }

    private void fill(Preview found, Locale locale, Model model) {
        List<PolicyPreview.Row> changed =
                found.rows().stream().filter(PolicyPreview.Row::isChanged).toList();
        model.addAttribute("found", found);
        model.addAttribute("changes", changed.size());
        model.addAttribute(
                "rows",
                changed.stream().limit(LISTED).map(row -> row(row, locale)).toList());
        model.addAttribute(
                "days",
                found.days().stream()
                        .map(day -> new Day(
                                text(day.day(), locale),
                                day.warnings(),
                                day.lapses(),
                                day.blocks(),
                                day.deletions(),
                                day.held()))
                        .toList());
    }

    private Row row(PolicyPreview.Row row, Locale locale) {
        return new Row(
                row.guest().toString(),
                Shown.text(row.name()),
                row.what().name(),
                text(row.on(), locale),
                text(row.now(), locale),
                row.heldBy());
    }

    private String text(@Nullable LocalDate day, Locale locale) {
        return day == null ? "" : times.dayText(day, locale);
    }

    private static PreviewRequest request(Map<String, String> given) {
        String first = given.getOrDefault("firstWarning", "");
        String last = given.getOrDefault("lastWarning", "");
        Map<String, Numbers> caps = new HashMap<>();
        for (Cap.Name name : Cap.Name.values()) {
            Numbers numbers = new Numbers(
                    number(given, name, "fewest"), number(given, name, "most"), number(given, name, "percent"));
            caps.put(name.key(), numbers);
        }
        return new PreviewRequest(
                given.get("longestAccess"),
                first.isBlank() && last.isBlank() ? null : List.of(first, last),
                given.get("lapseAfter"),
                given.get("undo"),
                given.get("grace"),
                caps,
                given.get("clinic"),
                given.get("agreementEnd"));
    }

    /** What is no number is none that a cap can have. */
    private static @Nullable Integer number(Map<String, String> given, Cap.Name cap, String field) {
        String text = Objects.requireNonNullElse(given.get(cap.key() + "-" + field), "")
                .strip();
        if (text.isEmpty()) {
            return null;
        }
        return text.matches("[0-9]{1,9}") ? Integer.valueOf(text) : Integer.valueOf(-1);
    }
}
