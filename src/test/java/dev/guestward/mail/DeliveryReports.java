package dev.guestward.mail;

/** Mails as mail servers write them about mails they could not deliver. */
final class DeliveryReports {
    private DeliveryReports() {}

    static String about(String mail, String action, String status) {
        return about(mail, action, status, "message/rfc822");
    }

    /** @param returned how the mail itself comes back: {@code message/rfc822} or {@code text/rfc822-headers} */
    static String about(String mail, String action, String status, String returned) {
        return """
                From: MAILER-DAEMON@mx.harbour-clinic.example
                To: guests@northfield.example
                Subject: Undelivered Mail Returned to Sender
                MIME-Version: 1.0
                Content-Type: multipart/report; report-type=delivery-status; boundary="b1"

                --b1
                Content-Type: text/plain; charset=us-ascii

                I am sorry to have to inform you that your message could not be delivered.

                --b1
                Content-Type: message/delivery-status

                Reporting-MTA: dns; mx.harbour-clinic.example
                Arrival-Date: Sat, 21 Nov 2026 10:00:00 +0000

                Final-Recipient: rfc822; m.okafor@harbour-clinic.example
                Action: %s
                Status: %s
                Diagnostic-Code: smtp; 550 5.1.1 no such user

                --b1
                Content-Type: %s

                From: guests@northfield.example
                To: m.okafor@harbour-clinic.example
                Message-ID: <%s@northfield.example>
                Subject: Invitation

                Dear Dr Okafor

                --b1--
                """.formatted(action, status, returned, mail).replace("\n", "\r\n");
    }
}
