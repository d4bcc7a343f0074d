package dev.guestward.mail;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.AddressException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.regex.Pattern;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.jspecify.annotations.Nullable;
import org.springframework.mail.MailSendException;

/** Tells a mail server that knows no such recipient from one that is away, busy or does not want to talk to us. */
final class Refusal {
    /** Enhanced status codes of policy and rights: the fault is between us and the server, not in the address. */
    private static final Pattern ABOUT_US = Pattern.compile("\\b5\\.7\\.\\d+");

    private Refusal() {}

    /** Whether trying again would not help, because of the address. */
    static boolean isOfRecipient(Exception e) {
        Deque<Throwable> open = new ArrayDeque<>();
        open.add(e);
        for (int seen = 0; !open.isEmpty() && seen < 20; seen++) {
            Throwable next = open.remove();
            if (next instanceof AddressException
                    || next instanceof SMTPAddressFailedException refused && isFinal(refused)) {
                return true;
            }
            add(open, next.getCause());
            if (next instanceof MessagingException chained) {
                add(open, chained.getNextException());
            }
            if (next instanceof MailSendException several) {
                open.addAll(Arrays.asList(several.getMessageExceptions()));
            }
        }
        return false;
    }

    private static boolean isFinal(SMTPAddressFailedException refused) {
        return refused.getReturnCode() >= 500
                && refused.getReturnCode() < 600
                && !ABOUT_US.matcher(String.valueOf(refused.getMessage())).find();
    }

    private static void add(Deque<Throwable> open, @Nullable Throwable one) {
        if (one != null) {
            open.add(one);
        }
    }
}
