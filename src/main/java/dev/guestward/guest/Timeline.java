package dev.guestward.guest;

import dev.guestward.audit.Actor;
import dev.guestward.audit.AuditEntry;
import dev.guestward.audit.AuditLedger;
import dev.guestward.people.People;
import dev.guestward.people.Person;
import dev.guestward.people.PersonId;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** Tells a guest's history to people: ids become names and codes become sentences only here. */
@Component
public class Timeline {
    private final AuditLedger audit;
    private final People people;
    private final Grants grants;
    private final MessageSource texts;
    private final List<Remarks> remarks;
    private final Guests guests;

    Timeline(
            AuditLedger audit,
            People people,
            Grants grants,
            MessageSource texts,
            List<Remarks> remarks,
            Guests guests) {
        this.audit = audit;
        this.people = people;
        this.grants = grants;
        this.texts = texts;
        this.remarks = remarks;
        this.guests = guests;
    }

    /** One line. {@code code} is stable, {@code text} is for reading. */
    public record Line(Instant at, String actor, String code, String text) {}

    /** Everything that happened to the guest, oldest first. */
    public List<Line> of(GuestId guest, Locale locale) {
        return audit.of(guest.value()).stream()
                .map(entry -> new Line(entry.at(), actor(entry.actor(), locale), entry.code(), text(entry, locale)))
                .toList();
    }

    private String text(AuditEntry entry, Locale locale) {
        String text = Objects.requireNonNullElse(
                texts.getMessage("timeline." + entry.code(), arguments(entry, locale), entry.code(), locale),
                entry.code());
        String remark = entry.details().get(Remarks.DETAIL);
        return remark == null
                ? text
                : remarks.stream()
                        .flatMap(one -> one.remark(UUID.fromString(remark)).stream())
                        .findFirst()
                        .map(words -> texts.getMessage("timeline.remark", new Object[] {text, words}, locale))
                        .orElse(text);
    }

    private Object[] arguments(AuditEntry entry, Locale locale) {
        String grant = entry.details().get("grant");
        String reason = entry.details().get("reason");
        String words = entry.details().get("text");
        return new Object[] {
            grant == null ? "" : grants.nameOf(grant),
            reason == null ? "" : reason(reason, locale),
            words == null ? changes(entry, locale) : texts.getMessage(words, null, words, locale),
            name(entry.details().get("guest"))
        };
    }

    private String name(@Nullable String guest) {
        return GuestId.parse(guest == null ? "" : guest)
                .flatMap(guests::find)
                .map(Guest::displayName)
                .orElse("");
    }

    /** Which fields somebody changed, and for days from what to what; empty for lines about anything else. */
    private String changes(AuditEntry entry, Locale locale) {
        String fields = entry.details().getOrDefault("fields", "");
        Object[] days = {
            day(entry.details().get("was"), locale), day(entry.details().get("until"), locale)
        };
        return Arrays.stream(fields.split("\\+"))
                .filter(field -> !field.isEmpty())
                .map(field -> texts.getMessage("timeline.field." + field, days, field, locale))
                .collect(Collectors.joining(", "));
    }

    private String day(@Nullable String recorded, Locale locale) {
        if (recorded == null || recorded.indexOf('T') > 0) {
            return "";
        }
        String pattern = texts.getMessage("date.day", null, locale);
        return DateTimeFormatter.ofPattern(pattern, locale).format(LocalDate.parse(recorded));
    }

    /** A reason is recorded as a kind and, behind a colon, the code that the directory gave. */
    private String reason(String recorded, Locale locale) {
        int colon = recorded.indexOf(':');
        String kind = colon < 0 ? recorded : recorded.substring(0, colon);
        String words = Objects.requireNonNullElse(texts.getMessage("reason." + kind, null, "", locale), "");
        if (words.isEmpty()) {
            return recorded;
        }
        return colon < 0 ? words : words + " (" + recorded.substring(colon + 1) + ")";
    }

    private String actor(Actor actor, Locale locale) {
        if (actor.kind() == Actor.Kind.PERSON) {
            return people.byId(new PersonId(actor.id()))
                    .map(Person::displayName)
                    .orElseGet(() -> texts.getMessage("actor.unknown", null, locale));
        }
        return texts.getMessage("actor." + actor.kind().name().toLowerCase(Locale.ROOT), null, locale);
    }
}
