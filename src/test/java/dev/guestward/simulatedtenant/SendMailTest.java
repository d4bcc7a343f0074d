package dev.guestward.simulatedtenant;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SendMailTest extends RunningTenant {
    private static final String PATH = "/users/" + Seeds.AMARA_SINGH_ID + "/sendMail";

    @Test
    void aMailIsAcceptedAndArrives() {
        var answer = client.graph("POST", PATH, body("sponsor@northfield.example", "X-Guestward-Task"));

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.text()).isEmpty();
        var mail = client.sim("GET", "/mails?to=sponsor@northfield.example", "").json();
        assertThat(mail).hasSize(1);
        assertThat(mail.path(0).path("subject").asText()).isEqualTo("Access review due");
        assertThat(mail.path(0).path("html").asText()).contains("<p>Decide</p>");
        assertThat(mail.path(0).path("from").asText()).isEqualTo("amara.singh@northfield.example");
    }

    @Test
    void refusalsAreThoseOfExchange() {
        assertThat(client.graph("POST", PATH, body("nobody", "X-A")).code()).isEqualTo("ErrorInvalidRecipients");
        assertThat(client.graph("POST", PATH, body("a@b.example", "Subject-Line"))
                        .status())
                .isEqualTo(400);
        assertThat(client.graph("POST", "/users/" + Directory.newId() + "/sendMail", body("a@b.example", "X-A"))
                        .code())
                .isEqualTo("ErrorInvalidUser");
        var guest = client.inviteId("m.okafor@harbour-clinic.example");
        assertThat(client.graph("POST", "/users/" + guest + "/sendMail", body("a@b.example", "X-A"))
                        .code())
                .isEqualTo("MailboxNotEnabledForRESTAPI");
        assertThat(client.sim("GET", "/mails", "").json()).isEmpty();
    }

    private static String body(String to, String header) {
        var body = Json.object();
        var message = body.putObject("message").put("subject", "Access review due");
        message.putObject("body").put("contentType", "HTML").put("content", "<p>Decide</p>");
        message.putArray("toRecipients").addObject().putObject("emailAddress").put("address", to);
        message.putArray("internetMessageHeaders")
                .addObject()
                .put("name", header)
                .put("value", "rev-1");
        return body.put("saveToSentItems", false).toString();
    }
}
