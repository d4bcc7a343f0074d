package dev.guestward.mail;

import dev.guestward.audit.Actor;
import dev.guestward.audit.AuditLedger;
import dev.guestward.people.PersonId;
import dev.guestward.people.Viewer;
import dev.guestward.problem.Conflict;
import dev.guestward.problem.NotFound;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** How letters are put: as delivered, or as an administrator has put them. All versions are kept. */
@Component
public class MailWordings {
    public static final List<String> LANGUAGES = List.of("en", "de");

    private final JdbcClient db;
    private final MailTemplates templates;
    private final WordingRules rules;
    private final AuditLedger audit;
    private final Clock clock;

    MailWordings(JdbcClient db, MailTemplates templates, MessageSource texts, AuditLedger audit, Clock clock) {
        this.db = db;
        this.templates = templates;
        this.rules = new WordingRules(templates, texts);
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * A letter as it is put now.
     *
     * @param version 0 if it was never changed
     * @param original whether these are the words as delivered
     * @param needed placeholders that a letter always has
     * @param optional placeholders without which a paragraph is left out
     * @param links those of the needed ones that the text must hold
     */
    public record Letterhead(
            LetterKind kind,
            String language,
            String subject,
            String text,
            int version,
            boolean original,
            @Nullable PersonId changedBy,
            @Nullable Instant changedAt,
            Set<String> needed,
            Set<String> optional,
            Set<String> links) {}

    /** A letter with example values. */
    public record Preview(String subject, String text, String html) {}

    /** Every letter in every language. */
    public List<Letterhead> all(Viewer viewer) {
        administrator(viewer);
        List<Letterhead> all = new ArrayList<>();
        for (LetterKind kind : LetterKind.values()) {
            LANGUAGES.forEach(language -> all.add(head(kind, language)));
        }
        return all;
    }

    /** @throws NotFound if there is no such letter or it is not written in that language */
    public Letterhead get(String kind, String language, Viewer viewer) {
        administrator(viewer);
        return head(kind(kind, language), language);
    }

    /**
     * Puts a letter into other words, from the next one on. Mails in the outbox stay as they are.
     *
     * @param version of the words that were changed
     * @throws dev.guestward.problem.InvalidInput naming what is unknown or missing
     * @throws Conflict if somebody else was quicker
     */
    @Transactional
    public Letterhead change(
            String kind,
            String language,
            @Nullable String subject,
            @Nullable String text,
            int version,
            Viewer viewer,
            Locale locale) {
        administrator(viewer);
        LetterKind letter = kind(kind, language);
        Wording wording = rules.check(letter, language, subject, text, locale);
        return keep(letter, language, wording, version, "mail-wording-changed", viewer);
    }

    /** Back to the words as delivered. Does nothing if they hold already. */
    @Transactional
    public Letterhead reset(String kind, String language, Viewer viewer) {
        administrator(viewer);
        Letterhead now = head(kind(kind, language), language);
        return now.original() ? now : keep(now.kind(), language, null, now.version(), "mail-wording-reset", viewer);
    }

    /** The letter as it is put now, with example values. */
    public Preview preview(String kind, String language, Viewer viewer) {
        administrator(viewer);
        LetterKind letter = kind(kind, language);
        return preview(letter, language, current(letter, language));
    }

    /**
     * What the letter would look like; nothing is kept.
     *
     * @throws dev.guestward.problem.InvalidInput as for a change
     */
    public Preview preview(
            String kind,
            String language,
            @Nullable String subject,
            @Nullable String text,
            Viewer viewer,
            Locale locale) {
        administrator(viewer);
        LetterKind letter = kind(kind, language);
        return preview(letter, language, rules.check(letter, language, subject, text, locale));
    }

    private Preview preview(LetterKind letter, String language, Wording wording) {
        MailTemplates.Rendered mail =
                templates.render(letter, language, wording, LetterExamples.of(letter, language, clock.instant()));
        return new Preview(mail.subject(), mail.text(), mail.html());
    }

    Wording current(LetterKind kind, String language) {
        return newest(kind, language).flatMap(Version::wording).orElseGet(() -> templates.original(kind, language));
    }

    private record Version(
            int number, @Nullable String subject, @Nullable String text, PersonId changedBy, Instant changedAt) {
        Optional<Wording> wording() {
            return subject == null || text == null ? Optional.empty() : Optional.of(new Wording(subject, text));
        }
    }

    private Optional<Version> newest(LetterKind kind, String language) {
        return db.sql("select * from mail_wording where kind = ? and language = ? order by version desc limit 1")
                .params(kind.name(), language)
                .query((rs, n) -> new Version(
                        rs.getInt("version"),
                        rs.getString("subject"),
                        rs.getString("body"),
                        new PersonId(rs.getString("changed_by")),
                        rs.getTimestamp("changed_at").toInstant()))
                .optional();
    }

    private Letterhead keep(
            LetterKind kind, String language, @Nullable Wording wording, int version, String code, Viewer viewer) {
        if (newest(kind, language).map(Version::number).orElse(0) != version) {
            throw changedMeanwhile();
        }
        Instant now = clock.instant();
        try {
            db.sql("insert into mail_wording (kind, language, version, subject, body, changed_by, changed_at)"
                            + " values (?, ?, ?, ?, ?, ?, ?)")
                    .params(
                            kind.name(),
                            language,
                            version + 1,
                            wording == null ? null : wording.subject(),
                            wording == null ? null : wording.text(),
                            viewer.id().value(),
                            Timestamp.from(now))
                    .update();
        } catch (DuplicateKeyException e) {
            throw changedMeanwhile();
        }
        audit.append(
                AuditLedger.SETTINGS,
                now,
                Actor.person(viewer.id().value()),
                code,
                null,
                null,
                Map.of("letter", kind.key(), "language", language, "version", String.valueOf(version + 1)));
        return head(kind, language);
    }

    private static Conflict changedMeanwhile() {
        return new Conflict("Somebody has changed this letter meanwhile. Load it again and look at what is there now.");
    }

    private Letterhead head(LetterKind kind, String language) {
        Optional<Version> newest = newest(kind, language);
        Optional<Wording> changed = newest.flatMap(Version::wording);
        Wording wording = changed.orElseGet(() -> templates.original(kind, language));
        return new Letterhead(
                kind,
                language,
                wording.subject(),
                wording.text(),
                newest.map(Version::number).orElse(0),
                changed.isEmpty(),
                newest.map(Version::changedBy).orElse(null),
                newest.map(Version::changedAt).orElse(null),
                MailTemplates.neededPlaceholders(kind),
                MailTemplates.optionalPlaceholders(kind),
                MailTemplates.neededLinks(kind));
    }

    private static LetterKind kind(String key, String language) {
        return LetterKind.of(key)
                .filter(kind -> LANGUAGES.contains(language))
                .orElseThrow(() -> new NotFound("There is no such letter in this language."));
    }

    private static void administrator(Viewer viewer) {
        if (!viewer.isAdministrator()) {
            throw new AccessDeniedException("for administrators");
        }
    }
}
