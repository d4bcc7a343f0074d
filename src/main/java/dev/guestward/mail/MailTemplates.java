package dev.guestward.mail;

import dev.guestward.hospital.HospitalSettings;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Locale;
import java.util.Set;
import org.springframework.stereotype.Component;
import org.thymeleaf.context.Context;
import org.thymeleaf.spring6.SpringTemplateEngine;
import org.thymeleaf.templatemode.TemplateMode;
import org.thymeleaf.templateresolver.ClassLoaderTemplateResolver;

/** Renders mails as plain text and HTML, in the guest's language. Every value is escaped by the template engine. */
@Component
class MailTemplates {
    private final SpringTemplateEngine engine = new SpringTemplateEngine();
    private final HospitalSettings hospital;

    MailTemplates(HospitalSettings hospital) {
        this.hospital = hospital;
        engine.addTemplateResolver(resolver("*.html", TemplateMode.HTML));
        engine.addTemplateResolver(resolver("*.txt", TemplateMode.TEXT));
    }

    private static ClassLoaderTemplateResolver resolver(String pattern, TemplateMode mode) {
        ClassLoaderTemplateResolver resolver = new ClassLoaderTemplateResolver(MailTemplates.class.getClassLoader());
        resolver.setPrefix("mail/");
        resolver.setResolvablePatterns(Set.of(pattern));
        resolver.setTemplateMode(mode);
        resolver.setCharacterEncoding("UTF-8");
        return resolver;
    }

    record Rendered(String subject, String text, String html) {}

    Rendered render(InvitationMail mail) {
        Locale locale = "de".equals(mail.language()) ? Locale.GERMAN : Locale.ENGLISH;
        Context values = new Context(locale);
        values.setVariable("mail", mail);
        values.setVariable("hospital", hospital.name());
        values.setVariable(
                "until",
                DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG)
                        .withLocale(Locale.ENGLISH.equals(locale) ? Locale.UK : locale)
                        .withZone(hospital.timeZone())
                        .format(mail.accessUntil()));
        String name = "invitation." + locale.getLanguage();
        String subject = Locale.GERMAN.equals(locale)
                ? "Ihre Einladung: " + hospital.name()
                : "Your invitation: " + hospital.name();
        return new Rendered(subject, engine.process(name + ".txt", values), engine.process(name + ".html", values));
    }
}
