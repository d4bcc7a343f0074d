package dev.guestward.readiness;

import java.util.Locale;
import org.springframework.context.MessageSource;
import org.springframework.context.support.ResourceBundleMessageSource;

/** The product's texts, without the product. A key that is not there fails. */
final class Texts {
    private Texts() {}

    static MessageSource source() {
        ResourceBundleMessageSource texts = new ResourceBundleMessageSource();
        texts.setBasename("messages");
        texts.setDefaultEncoding("UTF-8");
        texts.setFallbackToSystemLocale(false);
        texts.setAlwaysUseMessageFormat(true);
        return texts;
    }

    static String english(Words words) {
        return source().getMessage(words, Locale.ENGLISH);
    }
}
