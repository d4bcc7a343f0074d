package dev.guestward.mail;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.guestward.hospital.HospitalSettings;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.thymeleaf.context.Context;
import org.thymeleaf.spring6.SpringTemplateEngine;
import org.thymeleaf.templatemode.TemplateMode;
import org.thymeleaf.templateresolver.ClassLoaderTemplateResolver;

/**
 * Writes letters as plain text and HTML. Both come from one {@link Wording}: {@code mail/<kind>.<language>.txt}, and below
 * it {@code mail/footer.<language>.txt}, which every mail has. The HTML is set by {@code mail/layout.html}, the only
 * template, which escapes everything.
 */
@Component
class MailTemplates {

    private static final String HOST = ".host";

    private final SpringTemplateEngine engine = new SpringTemplateEngine();
    private final Map<String, Wording> originals = new ConcurrentHashMap<>();
    private final HospitalSettings hospital;
    private final MailSettings settings;

    MailTemplates(HospitalSettings hospital, MailSettings settings) {
        this.hospital = hospital;
        this.settings = settings;
        ClassLoaderTemplateResolver resolver = new ClassLoaderTemplateResolver(MailTemplates.class.getClassLoader());
        resolver.setPrefix("mail/");
        resolver.setSuffix(".html");
        resolver.setTemplateMode(TemplateMode.HTML);
        resolver.setCharacterEncoding("UTF-8");
        engine.setTemplateResolver(resolver);
    }

    record Rendered(String subject, String text, String html) {}

    Rendered render(LetterKind kind, String language, Wording wording, Map<String, Object> values) {
        Map<String, String> shown = shown(kind, language, values);
        Set<String> links = links(kind);
        String subject = wording.subjectWith(shown);
        List<List<Wording.Piece>> body = wording.paragraphsWith(shown, links);
        List<List<Wording.Piece>> footer = original("footer", language).paragraphsWith(shown, links);
        Context context = new Context(Locale.forLanguageTag(language));
        context.setVariable("language", language);
        context.setVariable("subject", subject);
        context.setVariable("hospital", hospital.name());
        context.setVariable("body", body);
        context.setVariable("footer", footer);
        return new Rendered(subject, text(body) + "\n\n-- \n" + text(footer) + "\n", engine.process("layout", context));
    }

    /** Where a person's language has no letters, they are in English; where it is not known, in the hospital's. */
    String language(@Nullable String wanted) {
        if (wanted == null) {
            return hospital.language();
        }
        return MailWordings.LANGUAGES.contains(wanted) ? wanted : "en";
    }

    /** The wording as delivered with the product. */
    Wording original(LetterKind kind, String language) {
        return original(kind.key(), language);
    }

    /** What every letter of this kind can show. */
    static Set<String> neededPlaceholders(LetterKind kind) {
        return placeholders(kind.needed(), Set.of("hospital", "sender"));
    }

    /** What a letter of this kind may lack; the paragraph around it is left out then. */
    static Set<String> optionalPlaceholders(LetterKind kind) {
        return placeholders(kind.optional(), Set.of("contact"));
    }

    /** The links that a letter of this kind is written for. */
    static Set<String> neededLinks(LetterKind kind) {
        return links(kind.needed());
    }

    static Set<String> links(LetterKind kind) {
        Set<String> links = links(kind.needed());
        links.addAll(links(kind.optional()));
        return links;
    }

    private static Set<String> placeholders(Map<String, LetterValue> values, Set<String> others) {
        Set<String> names = new TreeSet<>(others);
        names.addAll(values.keySet());
        links(values).forEach(link -> names.add(link + HOST));
        return names;
    }

    private static Set<String> links(Map<String, LetterValue> values) {
        return values.entrySet().stream()
                .filter(value -> value.getValue() == LetterValue.LINK)
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Map<String, String> shown(LetterKind kind, String language, Map<String, Object> values) {
        Map<String, String> shown = new HashMap<>();
        shown.put("hospital", hospital.name());
        shown.put("sender", settings.from());
        if (!settings.contact().isBlank()) {
            shown.put("contact", settings.contact());
        }
        values.forEach((name, value) -> {
            LetterValue type = kind.type(name);
            String words = show(type, value, language);
            if (!words.isBlank()) {
                shown.put(name, words);
            }
            if (type == LetterValue.LINK) {
                shown.put(name + HOST, URI.create((String) value).getHost());
            }
        });
        return shown;
    }

    private String show(LetterValue type, Object value, String language) {
        return switch (type) {
            case WORDS, LINK -> Wording.oneLine((String) value);
            case LINES ->
                ((String) value)
                        .replaceAll("\\p{Cf}", "")
                        .replaceAll("\\R", "\n")
                        .replaceAll("[\\p{Cntrl}&&[^\\n]]", " ")
                        .strip();
            case LIST ->
                ((Collection<?>) value)
                        .stream().map(each -> Wording.oneLine((String) each)).collect(Collectors.joining(", "));
            case DAY -> dated(DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG), value, language);
            case MOMENT ->
                dated(DateTimeFormatter.ofLocalizedDateTime(FormatStyle.LONG, FormatStyle.SHORT), value, language)
                        + " (" + hospital.timeZone() + ")";
            case NUMBER -> value.toString();
        };
    }

    private String dated(DateTimeFormatter formatter, Object value, String language) {
        return formatter
                .withLocale("de".equals(language) ? Locale.GERMANY : Locale.UK)
                .withZone(hospital.timeZone())
                .format((Instant) value);
    }

    private static String text(List<List<Wording.Piece>> paragraphs) {
        return paragraphs.stream()
                .map(pieces -> pieces.stream().map(Wording.Piece::asText).collect(Collectors.joining("\n")))
                .collect(Collectors.joining("\n\n"));
    }

    private Wording original(String name, String language) {
        return originals.computeIfAbsent(name + "." + language, MailTemplates::read);
    }

    private static Wording read(String name) {
        try (InputStream file = MailTemplates.class.getResourceAsStream("/mail/" + name + ".txt")) {
            if (file == null) {
                throw new IllegalStateException("No mail/" + name + ".txt");
            }
            return Wording.parse(new String(file.readAllBytes(), UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
