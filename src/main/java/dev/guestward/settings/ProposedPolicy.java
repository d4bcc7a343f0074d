package dev.guestward.settings;

import dev.guestward.clinic.Clinic;
import dev.guestward.clinic.Clinics;
import dev.guestward.expiry.ClinicClosures;
import dev.guestward.expiry.EndForecast.Closing;
import dev.guestward.expiry.ExpirySettings;
import dev.guestward.hospital.HospitalSettings;
import dev.guestward.invitation.InvitationSettings;
import dev.guestward.problem.Findings;
import dev.guestward.redemption.RedemptionSettings;
import dev.guestward.removal.BrakeCaps.Cap;
import dev.guestward.removal.RemovalForecast;
import dev.guestward.removal.RemovalSettings;
import dev.guestward.settings.PreviewRequest.Numbers;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** Turns other values into settings, by the same checks that the product makes of its own at start. */
@Component
class ProposedPolicy {
    private final InvitationSettings invitation;
    private final RedemptionSettings redemption;
    private final ExpirySettings expiry;
    private final RemovalSettings removal;
    private final RemovalForecast brake;
    private final Clinics clinics;
    private final HospitalSettings hospital;
    private final MessageSource texts;
    private final Clock clock;

    ProposedPolicy(
            InvitationSettings invitation,
            RedemptionSettings redemption,
            ExpirySettings expiry,
            RemovalSettings removal,
            RemovalForecast brake,
            Clinics clinics,
            HospitalSettings hospital,
            MessageSource texts,
            Clock clock) {
        this.invitation = invitation;
        this.redemption = redemption;
        this.expiry = expiry;
        this.removal = removal;
        this.brake = brake;
        this.clinics = clinics;
        this.hospital = hospital;
        this.texts = texts;
        this.clock = clock;
    }

    /** What would be in force. */
    record Policy(
            Duration longestAccess,
            RedemptionSettings redemption,
            ExpirySettings expiry,
            Duration grace,
            Map<Cap.Name, Cap> caps,
            @Nullable Closing closing) {}

    Policy current() {
        return new Policy(invitation.longestAccess(), redemption, expiry, removal.grace(), brake.currentCaps(), null);
    }

    /** @throws dev.guestward.problem.InvalidInput naming every value that is not acceptable */
    Policy of(PreviewRequest request) {
        Findings findings = new Findings(texts);
        Duration longest = checked(
                "longestAccess",
                () -> new InvitationSettings(
                                invitation.redirectUrl(), time(request.longestAccess(), invitation.longestAccess()))
                        .longestAccess(),
                invitation.longestAccess(),
                findings);
        RedemptionSettings lapse = checked(
                "lapseAfter",
                () -> new RedemptionSettings(
                        redemption.reminders(),
                        redemption.askSponsorAfter(),
                        redemption.remindSponsorAfter(),
                        time(request.lapseAfter(), redemption.lapseAfter()),
                        redemption.resendPause()),
                redemption,
                findings);
        ExpirySettings warned = checked(
                "warnings",
                () -> new ExpirySettings(times(request.warnings()), expiry.longestEmergency(), expiry.emergencyPause()),
                expiry,
                findings);
        checked(
                "undo",
                () -> new RemovalSettings(time(request.undo(), removal.undo()), removal.grace()),
                removal,
                findings);
        RemovalSettings kept = checked(
                "grace",
                () -> new RemovalSettings(removal.undo(), time(request.grace(), removal.grace())),
                removal,
                findings);
        Map<Cap.Name, Cap> caps = caps(request.caps(), findings);
        Closing closing = closing(request, findings).orElse(null);
        findings.throwIfAny();
        return new Policy(longest, lapse, warned, kept.grace(), caps, closing);
    }

    private static <T> T checked(String field, Supplier<T> made, T otherwise, Findings findings) {
        try {
            return made.get();
        } catch (IllegalArgumentException | ArithmeticException e) {
            findings.add(field, "settings.invalid." + field);
            return otherwise;
        }
    }

    private static Duration time(@Nullable String given, Duration now) {
        return given == null || given.isBlank() ? now : DurationStyle.detectAndParse(given.strip());
    }

    private List<Duration> times(@Nullable List<String> given) {
        return given == null || given.stream().allMatch(one -> one == null || one.isBlank())
                ? expiry.warnings()
                : given.stream()
                        .map(one -> DurationStyle.detectAndParse(
                                Objects.requireNonNullElse(one, "").strip()))
                        .toList();
    }

    private Map<Cap.Name, Cap> caps(@Nullable Map<String, Numbers> given, Findings findings) {
        Map<Cap.Name, Cap> caps = new EnumMap<>(brake.currentCaps());
        if (given != null) {
            given.forEach((key, numbers) -> Cap.Name.parse(key)
                    .ifPresentOrElse(
                            name -> cap(name, numbers, caps, findings),
                            () -> findings.add("caps", "settings.invalid.caps")));
        }
        return caps;
    }

    private static void cap(Cap.Name name, @Nullable Numbers numbers, Map<Cap.Name, Cap> caps, Findings findings) {
        Cap now = caps.get(name);
        if (now == null || numbers == null) {
            return;
        }
        Cap then = new Cap(
                name,
                Objects.requireNonNullElse(numbers.fewest(), now.fewest()),
                Objects.requireNonNullElse(numbers.most(), now.most()),
                Objects.requireNonNullElse(numbers.percent(), now.percent()));
        if (then.isPossible()) {
            caps.put(name, then);
        } else {
            findings.add("caps", "settings.invalid.caps");
        }
    }

    private Optional<Closing> closing(PreviewRequest request, Findings findings) {
        String key = request.clinic() == null ? "" : request.clinic().strip();
        String given =
                request.agreementEnd() == null ? "" : request.agreementEnd().strip();
        if (key.isEmpty() && given.isEmpty()) {
            return Optional.empty();
        }
        Optional<Clinic> clinic = clinics.byKey(key);
        if (clinic.isEmpty()) {
            findings.add("clinic", "settings.invalid.clinic");
        }
        LocalDate day = null;
        try {
            day = LocalDate.parse(given);
        } catch (DateTimeParseException e) {
            findings.add("agreementEnd", "expiry.invalid.day");
        }
        LocalDate today = LocalDate.ofInstant(clock.instant(), hospital.timeZone());
        if (day != null && day.isBefore(today)) {
            findings.add("agreementEnd", "expiry.invalid.day");
        }
        if (day != null && day.isAfter(today.plusYears(ClinicClosures.MOST_YEARS))) {
            findings.add("agreementEnd", "expiry.invalid.day-far", ClinicClosures.MOST_YEARS);
        }
        return clinic.isEmpty() || day == null
                ? Optional.empty()
                : Optional.of(new Closing(clinic.get().id(), day));
    }
}
