package dev.guestward.mail.web;

import dev.guestward.mail.MailWordings;
import dev.guestward.mail.MailWordings.Letterhead;
import dev.guestward.people.PersonId;
import dev.guestward.people.Viewer;
import io.swagger.v3.oas.annotations.Parameter;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** How letters are put, for administrators. */
@RestController
@RequestMapping(path = "/api/settings/mails", produces = "application/json")
class MailWordingsController {
    private final MailWordings wordings;

    MailWordingsController(MailWordings wordings) {
        this.wordings = wordings;
    }

    /**
     * A letter in a language.
     *
     * @param version 0 if it was never changed; a change names the one it began with
     * @param needed placeholders that always have a value
     * @param optional placeholders that may have none: then their paragraph is left out
     * @param links placeholders that the text must hold
     */
    record LetterView(
            String letter,
            String language,
            String subject,
            String text,
            int version,
            boolean original,
            @Nullable String changedBy,
            @Nullable Instant changedAt,
            Set<String> needed,
            Set<String> optional,
            Set<String> links) {}

    /** New words. */
    record Change(
            @Nullable String subject,
            @Nullable String text,
            @Nullable Integer version) {}

    /** Words to look at. */
    record Draft(@Nullable String subject, @Nullable String text) {}

    @GetMapping
    List<LetterView> all(@Parameter(hidden = true) Viewer viewer) {
        return wordings.all(viewer).stream().map(MailWordingsController::view).toList();
    }

    @GetMapping("/{letter}/{language}")
    LetterView one(
            @PathVariable String letter, @PathVariable String language, @Parameter(hidden = true) Viewer viewer) {
        return view(wordings.get(letter, language, viewer));
    }

    /** Puts a letter into other words, from the next mail on. */
    @PutMapping("/{letter}/{language}")
    LetterView change(
            @PathVariable String letter,
            @PathVariable String language,
            @RequestBody Change change,
            @Parameter(hidden = true) Viewer viewer,
            @Parameter(hidden = true) Locale locale) {
        int version = change.version() == null ? 0 : change.version();
        return view(wordings.change(letter, language, change.subject(), change.text(), version, viewer, locale));
    }

    /** Back to the words as delivered. */
    @DeleteMapping("/{letter}/{language}")
    LetterView reset(
            @PathVariable String letter, @PathVariable String language, @Parameter(hidden = true) Viewer viewer) {
        return view(wordings.reset(letter, language, viewer));
    }

    /** The letter with example values; nothing is kept. */
    @PostMapping("/{letter}/{language}/preview")
    MailWordings.Preview preview(
            @PathVariable String letter,
            @PathVariable String language,
            @RequestBody Draft draft,
            @Parameter(hidden = true) Viewer viewer,
            @Parameter(hidden = true) Locale locale) {
        return wordings.preview(letter, language, draft.subject(), draft.text(), viewer, locale);
    }

    private static LetterView view(Letterhead head) {
        PersonId by = head.changedBy();
        return new LetterView(
                head.kind().key(),
                head.language(),
                head.subject(),
                head.text(),
                head.version(),
                head.original(),
                by == null ? null : by.value(),
                head.changedAt(),
                head.needed(),
                head.optional(),
                head.links());
    }
}
