package dev.guestward.signup;

import dev.guestward.clinic.Clinic;
import dev.guestward.mail.Letter;
import dev.guestward.mail.LetterKind;
import dev.guestward.mail.MailOutbox;
import dev.guestward.mail.ProductAddress;
import dev.guestward.people.Person;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** What we write about sign-ups. Nothing that a stranger has typed stands in any of it. */
@Component
class SignUpLetters {
    private final MailOutbox outbox;
    private final ProductAddress product;

    SignUpLetters(MailOutbox outbox, ProductAddress product) {
        this.outbox = outbox;
        this.product = product;
    }

    void askToConfirm(SignUpTable.Received received, String token, Instant validUntil) {
        outbox.queue(new Letter(
                LetterKind.SIGN_UP_CONFIRMATION + ":" + received.id(),
                LetterKind.SIGN_UP_CONFIRMATION,
                null,
                received.email(),
                received.language(),
                Map.of("confirmUrl", product.of("/sign-up/confirm?token=" + token), "validUntil", validUntil)));
    }

    /** A sponsor without a mail address finds it on the overview all the same. */
    void tellSponsor(UUID signUp, Clinic clinic, Person sponsor) {
        tell(signUp, clinic, sponsor, "");
    }

    /** The same of somebody who takes it over, perhaps for the second time. */
    void tellNextSponsor(UUID signUp, Clinic clinic, Person sponsor, Instant at) {
        tell(signUp, clinic, sponsor, ":" + at.getEpochSecond());
    }

    private void tell(UUID signUp, Clinic clinic, Person sponsor, String occasion) {
        String to = sponsor.mail();
        if (to != null) {
            outbox.queue(new Letter(
                    LetterKind.SIGN_UP_WAITING + ":" + signUp + ":" + sponsor.id() + occasion,
                    LetterKind.SIGN_UP_WAITING,
                    null,
                    to,
                    null,
                    Map.of("clinicName", clinic.name(), "taskUrl", product.of("/sign-ups/" + signUp))));
        }
    }
}
