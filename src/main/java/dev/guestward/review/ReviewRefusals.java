package dev.guestward.review;

import dev.guestward.hospital.HospitalSettings;
import dev.guestward.problem.Conflict;
import dev.guestward.problem.InvalidInput;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Objects;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;

/** Says why something is refused, in the language of whoever asks. */
@Component
class ReviewRefusals {
    private final MessageSource texts;
    private final HospitalSettings hospital;

    ReviewRefusals(MessageSource texts, HospitalSettings hospital) {
        this.texts = texts;
        this.hospital = hospital;
    }

    /** @param key of the sentence, without {@code reviews.conflict.} */
    Conflict conflict(String key, Object... values) {
        return new Conflict(text("reviews.conflict." + key, values));
    }

    /** @param key of the sentence */
    InvalidInput invalid(String field, String key) {
        return InvalidInput.of(field, text(key));
    }

    /** A moment as people of the hospital write it. */
    String moment(Instant at) {
        Locale locale = LocaleContextHolder.getLocale();
        return DateTimeFormatter.ofPattern(text("date.moment"), locale).format(at.atZone(hospital.timeZone()));
    }

    private String text(String key, Object... values) {
        return Objects.requireNonNull(texts.getMessage(key, values, LocaleContextHolder.getLocale()));
    }
}
