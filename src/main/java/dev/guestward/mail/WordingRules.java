package dev.guestward.mail;

import dev.guestward.problem.InvalidInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;

/** What an administrator may write into a letter: words and known placeholders, and the link without which it is of no use. */
final class WordingRules {
    static final int LONGEST_SUBJECT = 200;
    static final int LONGEST_TEXT = 10_000;

    private final MailTemplates templates;
    private final MessageSource messages;

    WordingRules(MailTemplates templates, MessageSource messages) {
        this.templates = templates;
        this.messages = messages;
    }

    /** @throws InvalidInput naming every mistake at once */
    Wording check(LetterKind kind, String language, @Nullable String subject, @Nullable String text, Locale locale) {
        List<InvalidInput.Field> findings = new ArrayList<>();
        String line = subject == null ? "" : subject.strip();
        String body = text == null ? "" : text.replaceAll("\\R", "\n").strip();
        Set<String> inSubject = new TreeSet<>(MailTemplates.neededPlaceholders(kind));
        inSubject.removeAll(MailTemplates.links(kind));
        words("subject", line, LONGEST_SUBJECT, inSubject, findings, locale);
        if (line.lines().count() > 1) {
            add(findings, "subject", "invalid.wording.lines", locale);
        }
        Set<String> inText = new TreeSet<>(MailTemplates.neededPlaceholders(kind));
        inText.addAll(MailTemplates.optionalPlaceholders(kind));
        words("text", body, LONGEST_TEXT, inText, findings, locale);
        Wording wording = new Wording(line, body);
        if (findings.isEmpty()) {
            links(kind, language, wording, findings, locale);
        }
        if (!findings.isEmpty()) {
            throw new InvalidInput(findings);
        }
        return wording;
    }

    private void words(
            String field,
            String words,
            int longest,
            Set<String> known,
            List<InvalidInput.Field> findings,
            Locale locale) {
        if (words.isEmpty()) {
            add(findings, field, "invalid.empty", locale);
        }
        if (words.length() > longest) {
            add(findings, field, "invalid.long", locale, longest, words.length());
        }
        if (words.codePoints().anyMatch(c -> c != '\n' && c != '\t' && isInvisible(c))) {
            add(findings, field, "invalid.invisible", locale);
        }
        Set<String> unknown = Wording.placeholders(words);
        unknown.removeAll(known);
        unknown.forEach(name -> add(findings, field, "invalid.wording.unknown", locale, "{{" + name + "}}"));
        if (Wording.hasLooseBraces(words)) {
            add(findings, field, "invalid.wording.braces", locale, "{{guestName}}");
        }
    }

    /** Also a letter without anything optional must hold its link. */
    private void links(
            LetterKind kind, String language, Wording wording, List<InvalidInput.Field> findings, Locale locale) {
        String text = templates
                .render(kind, language, wording, LetterExamples.onlyNeeded(kind, language))
                .text();
        MailTemplates.neededLinks(kind).stream()
                .filter(link -> !text.contains(LetterExamples.LINK))
                .forEach(link -> add(findings, "text", "invalid.wording.link", locale, "{{" + link + "}}"));
    }

    private static boolean isInvisible(int c) {
        int type = Character.getType(c);
        return type == Character.CONTROL || type == Character.FORMAT || type == Character.SURROGATE;
    }

    private void add(List<InvalidInput.Field> findings, String field, String text, Locale locale, Object... values) {
        findings.add(new InvalidInput.Field(field, messages.getMessage(text, values, locale)));
    }
}
