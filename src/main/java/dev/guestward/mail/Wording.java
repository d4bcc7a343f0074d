package dev.guestward.mail;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a letter is put, before its values are filled in. Nothing in it is executed: a placeholder <code>{{guestName}}</code> is
 * replaced by that value, once, and what a value holds is never read again.
 *
 * <p>Paragraphs are parted by empty lines; one that names a value which this letter does not have is left out. A line may
 * begin with {@code # } (a heading), {@code - } (an entry of a list, {@code - label: words}) or {@code > } (a quotation). A
 * line that ends in a link, {@code words: }<code>{{taskUrl}}</code>, becomes a button in HTML.
 */
record Wording(String subject, String text) {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{\\s*([A-Za-z]+(?:\\.host)?)\\s*}}");
    private static final Pattern BUTTON = Pattern.compile("(?:(.*): )?\\{\\{\\s*([A-Za-z]+)\\s*}}");
    private static final Pattern LABELLED = Pattern.compile("([^:{}]{1,40}): (.+)");

    enum Form {
        WORDS,
        HEADING,
        LIST,
        QUOTE,
        BUTTON
    }

    /** A line with its values; the words of a button are its link. */
    record Line(@Nullable String label, String words) {}

    /** Lines of one form. */
    record Piece(Form form, List<Line> lines) {
        String asText() {
            List<String> shown = new ArrayList<>();
            for (Line line : lines) {
                String words = line.label() == null ? line.words() : line.label() + ": " + line.words();
                switch (form) {
                    case LIST -> shown.add("- " + words);
                    case QUOTE -> words.lines().forEach(each -> shown.add("> " + each));
                    case BUTTON -> shown.add(line.label() == null ? line.words() : line.label() + ":\n" + line.words());
                    default -> shown.add(words);
                }
            }
            return String.join("\n", shown);
        }
    }

    /** A file begins with the subject and an empty line. */
    static Wording parse(String file) {
        String[] parts = file.strip().split("\\R\\R", 2);
        return new Wording(parts[0].strip(), parts[1].strip());
    }

    /** The names of all placeholders. */
    static Set<String> placeholders(String text) {
        Set<String> names = new TreeSet<>();
        Matcher matcher = PLACEHOLDER.matcher(text);
        while (matcher.find()) {
            names.add(matcher.group(1));
        }
        return names;
    }

    /** Whether there are double braces that are no placeholder. */
    static boolean hasLooseBraces(String text) {
        String rest = PLACEHOLDER.matcher(text).replaceAll("");
        return rest.contains("{{") || rest.contains("}}");
    }

    /** The subject with its values, always one line. */
    String subjectWith(Map<String, String> values) {
        return oneLine(fill(subject, values));
    }

    /**
     * The text with its values, as paragraphs of pieces.
     *
     * @param links those of the values that are links
     */
    List<List<Piece>> paragraphsWith(Map<String, String> values, Set<String> links) {
        List<List<Piece>> paragraphs = new ArrayList<>();
        for (String paragraph : text.strip().split("\\R(?:[ \\t]*\\R)+")) {
            if (values.keySet().containsAll(placeholders(paragraph))) {
                paragraphs.add(pieces(paragraph, values, links));
            }
        }
        return paragraphs;
    }

    private static List<Piece> pieces(String paragraph, Map<String, String> values, Set<String> links) {
        List<Piece> pieces = new ArrayList<>();
        paragraph.lines().map(String::strip).forEach(line -> {
            Form form = form(line, links);
            Line filled = line(form, line, values);
            Piece last = pieces.isEmpty() ? null : pieces.get(pieces.size() - 1);
            if (last != null && last.form() == form) {
                last.lines().add(filled);
            } else {
                pieces.add(new Piece(form, new ArrayList<>(List.of(filled))));
            }
        });
        return pieces;
    }

    private static Form form(String line, Set<String> links) {
        Matcher button = BUTTON.matcher(line);
        if (button.matches() && links.contains(button.group(2))) {
            return Form.BUTTON;
        }
        return line.startsWith("# ")
                ? Form.HEADING
                : line.startsWith("- ") ? Form.LIST : line.startsWith("> ") ? Form.QUOTE : Form.WORDS;
    }

    private static Line line(Form form, String line, Map<String, String> values) {
        if (form == Form.WORDS) {
            return new Line(null, fill(line, values));
        }
        if (form == Form.BUTTON) {
            Matcher button = BUTTON.matcher(line);
            button.matches();
            String label = button.group(1);
            return new Line(label == null ? null : fill(label, values), values.getOrDefault(button.group(2), ""));
        }
        String words = line.substring(2).strip();
        Matcher labelled = LABELLED.matcher(words);
        return form == Form.LIST && labelled.matches()
                ? new Line(labelled.group(1), fill(labelled.group(2), values))
                : new Line(null, fill(words, values));
    }

    private static String fill(String text, Map<String, String> values) {
        return PLACEHOLDER
                .matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(values.getOrDefault(found.group(1), "")));
    }

    /** Line breaks and other control characters become spaces; what is invisible, or turns the reading round, goes. */
    static String oneLine(String text) {
        return text.replaceAll("\\p{Cf}", "")
                .replaceAll("[\\p{Cntrl}\\s\\u2028\\u2029]+", " ")
                .strip();
    }
}
