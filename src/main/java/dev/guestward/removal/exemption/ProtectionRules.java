package dev.guestward.removal.exemption;

import dev.guestward.directory.ObjectId;
import dev.guestward.guest.Guest;
import dev.guestward.guest.GuestId;
import dev.guestward.guest.GuestState;
import dev.guestward.guest.Guests;
import dev.guestward.guest.KnownAccounts;
import dev.guestward.hospital.HospitalSettings;
import dev.guestward.invitation.PatientNumbers;
import dev.guestward.problem.Findings;
import dev.guestward.problem.InvalidInput;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** Checks what is asked to be protected, every field of it, before anything is written. */
@Component
class ProtectionRules {
    static final int LONGEST_DAYS = 365;

    private static final int LONGEST_REASON = 500;
    private static final int LONGEST_NAME = 320;
    private static final Set<GuestState> OVER = Set.of(GuestState.DECLINED, GuestState.DELETED, GuestState.PURGED);

    private final Guests guests;
    private final KnownAccounts accounts;
    private final HospitalSettings hospital;
    private final Clock clock;
    private final MessageSource texts;

    ProtectionRules(
            Guests guests, KnownAccounts accounts, HospitalSettings hospital, Clock clock, MessageSource texts) {
        this.guests = guests;
        this.accounts = accounts;
        this.hospital = hospital;
        this.clock = clock;
        this.texts = texts;
    }

    /** Whose account it is; {@code guest} is null for an account that is no guest's of ours. */
    record Whom(ObjectId account, @Nullable GuestId guest) {}

    /** A request that may be written. */
    record Checked(Whom whom, String reason, LocalDate until) {}

    /** @throws InvalidInput naming every field that is not acceptable */
    Checked checked(ProtectionRequest request) {
        Findings findings = new Findings(texts);
        Optional<Whom> whom = whom(request, findings);
        String reason = findings.lines("reason", request.reason(), LONGEST_REASON, true);
        PatientNumbers.refuse("reason", reason, findings);
        Optional<LocalDate> until = until(request.until(), findings);
        findings.throwIfAny();
        return new Checked(whom.orElseThrow(), reason, until.orElseThrow());
    }

    /** The day it is in the hospital. */
    LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), hospital.timeZone());
    }

    private Optional<Whom> whom(ProtectionRequest request, Findings findings) {
        String account = stripped(request.account());
        String guest = stripped(request.guest());
        if (account.isEmpty() && guest.isEmpty()) {
            findings.add("guest", "protected.invalid.nobody");
            return Optional.empty();
        }
        if (!account.isEmpty() && !guest.isEmpty()) {
            findings.add("account", "protected.invalid.both");
            return Optional.empty();
        }
        return account.isEmpty() ? guest(guest, findings) : account(account, findings);
    }

    /** Our own ids look like the directory's: one of them would protect nobody. */
    private Optional<Whom> account(String given, Findings findings) {
        Optional<ObjectId> account = ObjectId.parse(given);
        if (account.isEmpty()) {
            findings.add("account", "protected.invalid.account");
            return Optional.empty();
        }
        if (GuestId.parse(given).flatMap(guests::find).isPresent()) {
            findings.add("account", "protected.invalid.account.guest");
            return Optional.empty();
        }
        return account.map(id -> new Whom(id, accounts.holder(id).orElse(null)));
    }

    private Optional<Whom> guest(String given, Findings findings) {
        Findings form = new Findings(texts);
        form.line("guest", given, LONGEST_NAME, true);
        Optional<Guest> guest = form.any() ? Optional.empty() : named(given);
        if (guest.isEmpty()) {
            findings.add("guest", "protected.invalid.guest");
            return Optional.empty();
        }
        Optional<ObjectId> account =
                guest.filter(one -> !OVER.contains(one.state())).flatMap(Guest::account);
        if (account.isEmpty()) {
            findings.add("guest", "protected.invalid.guest.no-account");
        }
        return account.map(id -> new Whom(id, guest.get().id()));
    }

    private Optional<Guest> named(String given) {
        return given.indexOf('@') >= 0
                ? guests.openWithAddress(given)
                : GuestId.parse(given).flatMap(guests::find);
    }

    private Optional<LocalDate> until(@Nullable String given, Findings findings) {
        String text = stripped(given);
        if (text.isEmpty()) {
            findings.add("until", "protected.invalid.until.empty");
            return Optional.empty();
        }
        LocalDate until;
        try {
            until = LocalDate.parse(text);
        } catch (DateTimeException e) {
            findings.add("until", "invalid.until.form");
            return Optional.empty();
        }
        LocalDate latest = today().plusDays(LONGEST_DAYS);
        if (until.isBefore(today())) {
            findings.add("until", "protected.invalid.until.past");
        } else if (until.isAfter(latest)) {
            findings.add("until", "protected.invalid.until.far", latest);
        }
        return Optional.of(until);
    }

    private static String stripped(@Nullable String given) {
        return given == null ? "" : given.strip();
    }
}
