package dev.guestward.desk;

import dev.guestward.mail.LetterKind;
import dev.guestward.mail.MailWordings;
import dev.guestward.mail.MailWordings.Letterhead;
import dev.guestward.people.Viewer;
import dev.guestward.problem.Conflict;
import dev.guestward.problem.InvalidInput;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** How letters are put. For administrators. */
@DeskPage
@RequestMapping("/settings/mails")
class MailSettingsController {
    private static final List<String> INPUTS = List.of("subject", "text");

    private final MailWordings wordings;
    private final GuestViews names;
    private final Times times;

    MailSettingsController(MailWordings wordings, GuestViews names, Times times) {
        this.wordings = wordings;
        this.names = names;
        this.times = times;
    }

    /** A letter in one language, in the list and above the form. */
    record Row(Letterhead letter, @Nullable String changedBy, Times.@Nullable When changedAt) {
        public String address() {
            return "/settings/mails/" + letter.kind().key() + "/" + letter.language();
        }
    }

    /** What was typed. */
    record Form(@Nullable String subject, @Nullable String text, int version) {}

    @GetMapping
    String list(Viewer viewer, Locale locale, Model model) {
        Map<LetterKind, List<Row>> letters = new LinkedHashMap<>();
        wordings.all(viewer)
                .forEach(letter -> letters.computeIfAbsent(letter.kind(), kind -> new ArrayList<>())
                        .add(row(letter, locale)));
        model.addAttribute("letters", letters);
        return "desk/mails";
    }

    @GetMapping("/{letter}/{language}")
    String one(@PathVariable String letter, @PathVariable String language, Viewer viewer, Locale locale, Model model) {
        Letterhead head = wordings.get(letter, language, viewer);
        return page(head, new Form(head.subject(), head.text(), head.version()), List.of(), locale, model);
    }

    @PostMapping("/{letter}/{language}")
    String change(
            @PathVariable String letter,
            @PathVariable String language,
            @ModelAttribute("form") Form form,
            Viewer viewer,
            Locale locale,
            Model model,
            RedirectAttributes redirect,
            HttpServletResponse response) {
        try {
            Letterhead changed =
                    wordings.change(letter, language, form.subject(), form.text(), form.version(), viewer, locale);
            redirect.addFlashAttribute("done", "mails.changed");
            return "redirect:" + row(changed, locale).address();
        } catch (InvalidInput e) {
            response.setStatus(HttpStatus.UNPROCESSABLE_ENTITY.value());
            return page(wordings.get(letter, language, viewer), form, e.fields(), locale, model);
        } catch (Conflict e) {
            response.setStatus(HttpStatus.CONFLICT.value());
            model.addAttribute("conflict", true);
            return page(wordings.get(letter, language, viewer), form, List.of(), locale, model);
        }
    }

    @PostMapping("/{letter}/{language}/original")
    String reset(
            @PathVariable String letter,
            @PathVariable String language,
            Viewer viewer,
            Locale locale,
            RedirectAttributes redirect) {
        Letterhead original = wordings.reset(letter, language, viewer);
        redirect.addFlashAttribute("done", "mails.reset");
        return "redirect:" + row(original, locale).address();
    }

    /** The letter as it is put now, with example values, for the frame beside the form. */
    @GetMapping("/{letter}/{language}/preview")
    ResponseEntity<byte[]> preview(@PathVariable String letter, @PathVariable String language, Viewer viewer) {
        return inFrame(
                MediaType.TEXT_HTML, wordings.preview(letter, language, viewer).html());
    }

    /** What is in the form, with example values; nothing is kept. */
    @PostMapping("/{letter}/{language}/preview")
    ResponseEntity<byte[]> preview(
            @PathVariable String letter,
            @PathVariable String language,
            @ModelAttribute("form") Form form,
            @RequestParam(defaultValue = "html") String as,
            Viewer viewer,
            Locale locale) {
        try {
            MailWordings.Preview preview =
                    wordings.preview(letter, language, form.subject(), form.text(), viewer, locale);
            return as.equals("text")
                    ? inFrame(MediaType.TEXT_PLAIN, preview.subject() + "\n\n" + preview.text())
                    : inFrame(MediaType.TEXT_HTML, preview.html());
        } catch (InvalidInput e) {
            return inFrame(
                    MediaType.TEXT_PLAIN,
                    e.fields().stream().map(InvalidInput.Field::message).collect(Collectors.joining("\n")));
        }
    }

    /**
     * A mail has its styles in itself; nothing else in it may do anything, and only our own pages may show it. Browsers heed
     * these {@code frame-ancestors} instead of the {@code X-Frame-Options} that every page gets.
     */
    private static ResponseEntity<byte[]> inFrame(MediaType type, String content) {
        return ResponseEntity.ok()
                .contentType(new MediaType(type, StandardCharsets.UTF_8))
                .header(
                        "Content-Security-Policy",
                        "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox")
                .body(content.getBytes(StandardCharsets.UTF_8));
    }

    private String page(Letterhead head, Form form, List<InvalidInput.Field> problems, Locale locale, Model model) {
        model.addAttribute("row", row(head, locale));
        model.addAttribute("form", form);
        model.addAttribute("problems", FormProblems.of(INPUTS, problems));
        return "desk/mail";
    }

    private Row row(Letterhead head, Locale locale) {
        return new Row(
                head,
                head.changedBy() == null ? null : names.person(head.changedBy(), locale),
                head.changedAt() == null ? null : times.moment(head.changedAt(), locale));
    }
}
