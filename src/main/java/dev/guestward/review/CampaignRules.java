package dev.guestward.review;

import dev.guestward.clinic.Clinics;
import dev.guestward.guest.Grants;
import dev.guestward.guest.GuestId;
import dev.guestward.hospital.HospitalSettings;
import dev.guestward.problem.Findings;
import dev.guestward.problem.InvalidInput;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** What is acceptable as a campaign. */
@Component
class CampaignRules {
    private static final int LONGEST_TITLE = 120;
    private static final int LONGEST_LIST = 5000;
    private static final int SOONEST = 3;
    private static final int LATEST = 60;
    private static final int SECOND_DAYS = 14;
    private static final LocalTime LAST_MINUTE = LocalTime.of(23, 59);

    private final Clinics clinics;
    private final Grants grants;
    private final HospitalSettings hospital;
    private final Deadlines deadlines;
    private final MessageSource texts;
    private final Clock clock;

    CampaignRules(
            Clinics clinics,
            Grants grants,
            HospitalSettings hospital,
            Deadlines deadlines,
            MessageSource texts,
            Clock clock) {
        this.clinics = clinics;
        this.grants = grants;
        this.hospital = hospital;
        this.deadlines = deadlines;
        this.texts = texts;
        this.clock = clock;
    }

    /** A campaign that can be started. */
    record Checked(
            String title,
            CampaignScope scope,
            Instant dueAt,
            @Nullable String secondStage,
            @Nullable Integer secondDays) {}

    /** @throws InvalidInput naming every field that is not acceptable */
    Checked checked(Campaigns.Wish wish, boolean onlyScope) {
        Findings findings = new Findings(texts);
        String title = findings.line("title", wish.title(), LONGEST_TITLE, !onlyScope);
        CampaignScope scope = scope(wish, findings);
        Instant due = onlyScope ? clock.instant() : due(wish.due(), findings);
        String second = secondStage(wish.secondStage(), findings);
        Integer days = second == null ? null : secondDays(wish.secondDays(), findings);
        findings.throwIfAny();
        return new Checked(title, scope, due, second, days);
    }

    private static @Nullable String secondStage(@Nullable String given, Findings findings) {
        String stage = given == null ? "" : given.strip().toUpperCase(Locale.ROOT);
        if (stage.isEmpty() || stage.equals("NONE")) {
            return null;
        }
        if (!stage.equals(Review.Stage.OWNER.name()) && !stage.equals(Review.Stage.CONTACT.name())) {
            findings.add("secondStage", "campaigns.invalid.second-stage");
        }
        return stage;
    }

    private static int secondDays(@Nullable String given, Findings findings) {
        String days = given == null || given.isBlank() ? String.valueOf(SECOND_DAYS) : given.strip();
        if (!days.matches("[0-9]{1,2}") || Integer.parseInt(days) < SOONEST || Integer.parseInt(days) > LATEST) {
            findings.add("secondDays", "campaigns.invalid.second-days", SOONEST, LATEST);
            return SECOND_DAYS;
        }
        return Integer.parseInt(days);
    }

    private CampaignScope scope(Campaigns.Wish wish, Findings findings) {
        CampaignScope.Kind kind;
        try {
            kind = CampaignScope.Kind.valueOf(
                    String.valueOf(wish.scope()).strip().toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            findings.add("scope", "campaigns.invalid.scope");
            return new CampaignScope(CampaignScope.Kind.ALL, null, List.of());
        }
        String value = wish.value() == null ? "" : wish.value().strip();
        List<UUID> guests = new ArrayList<>();
        switch (kind) {
            case ALL -> value = "";
            case CLINIC -> {
                if (clinics.byKey(value).isEmpty()) {
                    findings.add("value", "campaigns.invalid.clinic");
                }
            }
            case GRANT -> {
                if (!grants.keys().contains(value)) {
                    findings.add("value", "campaigns.invalid.grant");
                }
            }
            case INACTIVE -> {
                if (!value.matches("[0-9]{2,3}") || Integer.parseInt(value) < 30 || Integer.parseInt(value) > 730) {
                    findings.add("value", "campaigns.invalid.days");
                }
            }
            case LIST -> {
                value = "";
                guests.addAll(list(wish.guests(), findings));
            }
        }
        return new CampaignScope(kind, value.isEmpty() ? null : value, guests);
    }

    private static List<UUID> list(@Nullable List<@Nullable String> given, Findings findings) {
        List<@Nullable String> ids = given == null ? List.of() : given;
        List<UUID> guests = ids.stream()
                .filter(Objects::nonNull)
                .flatMap(id -> GuestId.parse(id).stream())
                .map(GuestId::value)
                .toList();
        if (guests.isEmpty() || guests.size() > LONGEST_LIST || guests.size() != ids.size()) {
            findings.add("guests", "campaigns.invalid.list");
        }
        return guests;
    }

    /** The last minute of a day in the hospital's zone, or of the working day after it: midnight would be told as the day after. */
    private Instant due(@Nullable String day, Findings findings) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), hospital.timeZone());
        try {
            LocalDate due = LocalDate.parse(String.valueOf(day));
            if (!due.isBefore(today.plusDays(SOONEST)) && !due.isAfter(today.plusDays(LATEST))) {
                return deadlines.open(
                        due.atTime(LAST_MINUTE).atZone(hospital.timeZone()).toInstant());
            }
        } catch (DateTimeException e) {
            // said below
        }
        findings.add("due", "campaigns.invalid.due", SOONEST, LATEST);
        return clock.instant();
    }

    /** @throws InvalidInput if there is none, or it cannot be kept */
    String reason(@Nullable String given) {
        Findings findings = new Findings(texts);
        String reason = findings.line("reason", given, 500, true);
        findings.throwIfAny();
        return reason;
    }
}
