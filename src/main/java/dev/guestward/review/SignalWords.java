package dev.guestward.review;

import java.time.Duration;
import java.util.Locale;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** Says how a review was answered, in words: a number alone tells nobody whether it is much. */
@Component
public class SignalWords {
    private final MessageSource texts;
    private final SignalSettings settings;

    SignalWords(MessageSource texts, SignalSettings settings) {
        this.texts = texts;
        this.settings = settings;
    }

    /** For example: 25 guests in 40 seconds, all kept; 20 of them at once. */
    public String sentence(Signal signal, Locale locale) {
        StringBuilder said = new StringBuilder(text(
                "signals.sentence",
                locale,
                signal.guests(),
                duration(signal.looked(), locale),
                signal.kept() == signal.guests()
                        ? text("signals.kept.all", locale, signal.guests())
                        : text("signals.kept.some", locale, signal.kept())));
        if (signal.inBulk() > 0) {
            said.append(text("signals.bulk", locale, signal.inBulk()));
        }
        if (signal.pauses() > 0) {
            said.append(text("signals.pauses", locale, signal.pauses()));
        }
        if (signal.removedLater() > 0) {
            said.append(text(
                    "signals.removed-later",
                    locale,
                    signal.removedLater(),
                    settings.removedWithin().toDays()));
        }
        return said.toString();
    }

    /** Why it may be worth a look. */
    public String word(Signal.Notable notable, Locale locale) {
        return text("signals.notable." + notable, locale);
    }

    private String duration(Duration time, Locale locale) {
        if (time.compareTo(Duration.ofMinutes(2)) < 0) {
            return text("signals.seconds", locale, Math.max(1, time.toSeconds()));
        }
        return time.compareTo(Duration.ofHours(2)) < 0
                ? text("signals.minutes", locale, time.toMinutes())
                : text("signals.hours", locale, time.toHours());
    }

    private String text(String key, Locale locale, Object... values) {
        return texts.getMessage(key, values, locale);
    }
}
