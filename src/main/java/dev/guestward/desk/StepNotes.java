package dev.guestward.desk;

import dev.guestward.desk.GuestDetails.Standing;
import dev.guestward.guest.Guest;
import dev.guestward.guest.Timeline;
import dev.guestward.mail.LetterKind;
import dev.guestward.mail.Mails;
import dev.guestward.people.People;
import dev.guestward.people.Person;
import dev.guestward.people.Role;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** Says more about a step on the way to access: by whom, why, who is asked, what became of the mail. */
@Component
class StepNotes {
    private static final int MOST_NAMES = 3;

    private final People people;
    private final Times times;
    private final MessageSource texts;

    StepNotes(People people, Times times, MessageSource texts) {
        this.people = people;
        this.times = times;
        this.texts = texts;
    }

    /** @param line what finished the step; null while it is not finished */
    record Known(Timeline.@Nullable Line line, List<Timeline.Line> history, List<Mails.Mail> letters) {
        Optional<Timeline.Line> newest(String code) {
            return history.stream().filter(line -> line.code().equals(code)).reduce((earlier, later) -> later);
        }
    }

    String of(String step, Standing standing, Guest guest, Known known, Locale locale) {
        if (standing == Standing.TROUBLE && guest.attention() != null) {
            return text("attention." + guest.attention(), locale);
        }
        return switch (step) {
            case "requested" -> by(known.line(), locale);
            case "decided" ->
                known.line() == null ? "" : Shown.text(known.line().text());
            case "approved" -> standing == Standing.CURRENT ? asked(known, locale) : by(known.line(), locale);
            case "mailed" -> mail(known, locale);
            case "reminded" -> text("step.note.reminders", locale, times(known, "invitation-reminder-mailed"));
            case "accepted" ->
                guest.identity()
                        .map(kind -> text("identity." + kind, locale, Shown.text(guest.identityIssuer())))
                        .orElse("");
            default -> "";
        };
    }

    private String by(Timeline.@Nullable Line line, Locale locale) {
        return line == null ? "" : text("step.note.by", locale, Shown.text(line.actor()));
    }

    /** Who is asked, since when, and whether deputies are asked as well. */
    private String asked(Known known, Locale locale) {
        List<Person> owners = people.withRole(Role.OWNER);
        String names = owners.stream()
                .limit(MOST_NAMES)
                .map(owner -> Shown.text(owner.displayName()))
                .collect(Collectors.joining(", "));
        String asked = text(
                "step.note.asked",
                locale,
                owners.size() > MOST_NAMES ? text("step.note.more", locale, names, owners.size() - MOST_NAMES) : names,
                known.newest("policy-approval")
                        .map(line -> times.moment(line.at(), locale).distance())
                        .orElse(""));
        return known.newest("approval-escalated")
                .map(line -> asked + " "
                        + text(
                                "step.note.escalated",
                                locale,
                                times.moment(line.at(), locale).distance()))
                .orElse(asked);
    }

    /** What became of the newest invitation by mail; that it was sent says the step itself. */
    private String mail(Known known, Locale locale) {
        return known.letters().stream()
                .filter(mail -> mail.kind() == LetterKind.INVITATION)
                .max(Comparator.comparing(Mails.Mail::queuedAt))
                .filter(mail -> mail.state() != Mails.State.SENT)
                .map(mail -> text("mail-state." + mail.state(), locale))
                .orElse("");
    }

    private static int times(Known known, String code) {
        return (int) known.history().stream()
                .filter(line -> line.code().equals(code))
                .count();
    }

    private String text(String key, Locale locale, Object... values) {
        return texts.getMessage(key, values, locale);
    }
}
