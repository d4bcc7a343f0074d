package dev.guestward.signup;

import dev.guestward.clinic.Clinic;
import dev.guestward.clinic.Clinics;
import dev.guestward.guest.Guests;
import dev.guestward.hospital.HospitalSettings;
import dev.guestward.invitation.MailAddress;
import dev.guestward.signup.SignUpTable.Received;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Looks at what the public page has taken, when nobody waits for an answer any more: an address of a clinic that takes
 * sign-ups gets a mail, everything about any other one is forgotten.
 */
@Component
public class SignUpWorker {
    private static final Logger log = LoggerFactory.getLogger(SignUpWorker.class);
    private static final int AT_ONCE = 20;
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofMinutes(1);

    private final SignUpTable table;
    private final SignUpSecrets secrets;
    private final SignUpSponsors sponsors;
    private final SignUpLetters letters;
    private final SignUpSettings settings;
    private final Clinics clinics;
    private final Guests guests;
    private final HospitalSettings hospital;
    private final Clock clock;
    private final TransactionTemplate transaction;

    SignUpWorker(
            SignUpTable table,
            SignUpSecrets secrets,
            SignUpSponsors sponsors,
            SignUpLetters letters,
            SignUpSettings settings,
            Clinics clinics,
            Guests guests,
            HospitalSettings hospital,
            Clock clock,
            PlatformTransactionManager transactions) {
        this.table = table;
        this.secrets = secrets;
        this.sponsors = sponsors;
        this.letters = letters;
        this.settings = settings;
        this.clinics = clinics;
        this.guests = guests;
        this.hospital = hospital;
        this.clock = clock;
        this.transaction = new TransactionTemplate(transactions);
    }

    /**
     * Works on what is due now, as far as mails may leave.
     *
     * @return how many forms were looked at
     */
    public int runOnce() {
        int looked = 0;
        while (looked < AT_ONCE && tryOne()) {
            looked++;
        }
        return looked;
    }

    private boolean tryOne() {
        AtomicReference<Received> inHand = new AtomicReference<>();
        try {
            return Boolean.TRUE.equals(transaction.execute(status -> {
                table.lockMails();
                Instant now = clock.instant();
                if (table.mailsSince(now.minus(HOUR)) >= settings.mailsPerHour()) {
                    return false;
                }
                Optional<Received> due = table.take(now);
                due.ifPresent(received -> {
                    inHand.set(received);
                    lookAt(received, now);
                });
                return due.isPresent();
            }));
        } catch (RuntimeException e) {
            Received received = inHand.get();
            if (received == null) {
                throw e;
            }
            // the class alone: messages may name people
            log.warn(
                    "Sign-up {} failed and is tried again: {}",
                    received.id(),
                    e.getClass().getSimpleName());
            transaction.executeWithoutResult(
                    status -> table.postpone(received.id(), clock.instant().plus(PAUSE_AFTER_FAILURE)));
            return true;
        }
    }

    private void lookAt(Received received, Instant now) {
        Optional<Clinic> clinic = clinicOf(received, now);
        if (clinic.isEmpty()) {
            table.drop(received.id());
            return;
        }
        String token = secrets.newToken();
        Instant expires = now.plus(settings.confirmWithin());
        table.mailed(received.id(), secrets.ofToken(token), clinic.get().id(), now, expires);
        letters.askToConfirm(received, token, expires);
    }

    /** The clinic for which the address may have a mail. */
    private Optional<Clinic> clinicOf(Received received, Instant now) {
        String domain = MailAddress.of(received.email()).domain();
        LocalDate today = LocalDate.ofInstant(now, hospital.timeZone());
        boolean wanted = !hospital.owns(domain)
                && table.mailsSince(now.minus(DAY), received.addressHash()) < settings.mailsPerAddress()
                && !table.isUnderWay(received.addressHash())
                && guests.openWithAddress(received.email()).isEmpty();
        return wanted
                ? clinics.byDomain(domain)
                        .filter(clinic -> clinic.holdsOn(today))
                        .filter(clinic -> !sponsors.of(clinic).isEmpty())
                : Optional.empty();
    }
}
