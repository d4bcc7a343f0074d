package dev.guestward.simulatedtenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.Message;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class ControlSurfaceTest extends RunningTenant {
    private static final String MAIL = "m.okafor@harbour-clinic.example";

    @Test
    void theLogHoldsAcceptedChangesOnlyAndInOrder() {
        var id = client.inviteId(MAIL);
        client.graph("PATCH", "/users/" + id, "{\"accountEnabled\":false}");
        client.graph("PATCH", "/users/" + id, "{\"nonsense\":1}");
        client.graph("DELETE", "/users/" + Directory.newId(), "");
        client.sim("DELETE", "/users/" + id, "");

        var log = client.sim("GET", "/log?after=0", "").json();

        assertThat(log)
                .extracting(entry ->
                        entry.path("seq").asInt() + " " + entry.path("app").asText() + " "
                                + entry.path("method").asText() + " "
                                + entry.path("path").asText())
                .containsExactly(
                        "1 " + Seeds.CLIENT_ID + " POST /invitations",
                        "2 " + Seeds.CLIENT_ID + " PATCH /users/" + id,
                        "3 admin DELETE /users/" + id);
        assertThat(log.path(1).path("body").path("accountEnabled").asBoolean(true))
                .isFalse();
        assertThat(client.sim("GET", "/log?after=2", "").json()).hasSize(1);
    }

    @Test
    void countersTellWritesFromAcceptedOnes() {
        var id = client.inviteId(MAIL);
        client.sim("DELETE", "/counters", "");

        client.graph("GET", "/users?$select=id", "");
        client.graph("PATCH", "/users/" + id, "{\"accountEnabled\":false}");
        client.graph("PATCH", "/users/" + id, "{\"nonsense\":1}");

        var counters = client.sim("GET", "/counters", "").json();
        assertThat(counters.path("requests").asInt()).isEqualTo(3);
        assertThat(counters.path("writes").asInt()).isEqualTo(2);
        assertThat(counters.path("accepted").asInt()).isEqualTo(1);
        assertThat(counters.path("units").asInt()).isEqualTo(3);
    }

    @Test
    void aFaultBeforeTheActLeavesNoTrace() {
        client.sim(
                "PUT",
                "/faults",
                "[{\"method\":\"POST\",\"path\":\"/invitations\",\"mode\":\"before\",\"status\":429,\"retryAfter\":7,\"times\":1}]");

        var refused = client.graph("POST", "/invitations", "{}");

        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.header("Retry-After")).isEqualTo("7");
        assertThat(refused.code()).isEqualTo("TooManyRequests");
        assertThat(client.sim("GET", "/log", "").json()).isEmpty();
        assertThat(client.sim("GET", "/counters", "").json().path("throttled").asInt())
                .isEqualTo(1);
        assertThat(client.inviteId(MAIL)).isNotEmpty();
    }

    @Test
    void aFaultAfterTheActHidesThatItHappened() {
        var id = client.inviteId(MAIL);
        client.sim("PUT", "/faults", "[{\"method\":\"PATCH\",\"path\":\"/users/*\",\"mode\":\"after\",\"times\":1}]");

        var refused = client.graph("PATCH", "/users/" + id, "{\"accountEnabled\":false}");

        assertThat(refused.status()).isEqualTo(503);
        assertThat(client.graph("GET", "/users/" + id + "?$select=accountEnabled", "")
                        .json()
                        .path("accountEnabled")
                        .asBoolean(true))
                .isFalse();
    }

    @Test
    void aConnectionCanBeCutAfterTheAct() {
        var id = client.inviteId(MAIL);
        client.sim("PUT", "/faults", "[{\"method\":\"PATCH\",\"path\":\"/users/**\",\"mode\":\"after\",\"cut\":true}]");

        assertThatThrownBy(() -> client.graph("PATCH", "/users/" + id, "{\"accountEnabled\":false}"))
                .isInstanceOf(UncheckedIOException.class);

        client.sim("PUT", "/faults", "[]");
        assertThat(client.sim("GET", "/log?after=1", "").json()).isNotEmpty();
    }

    @Test
    void whatIsNotBuiltSaysSo() {
        assertThat(client.sim("PUT", "/policies", "{\"crossTenant\":{}}").status())
                .isEqualTo(501);
    }

    @Test
    void anAdministratorAddsAGuestNobodyAskedFor() {
        var created = client.sim(
                "POST",
                "/users",
                "{\"mail\":\"stray@lakeside-practice.example\",\"displayName\":\"Stray\",\"sponsors\":[\""
                        + Seeds.BEN_ORTIZ_ID + "\"]}");

        var id = created.json().path("id").asText();
        assertThat(created.status()).isEqualTo(201);
        assertThat(client.graph("GET", "/users/" + id + "?$select=userType,externalUserState", "")
                        .json()
                        .path("userType")
                        .asText())
                .isEqualTo("Guest");
        assertThat(client.graph("GET", "/users/" + id + "/sponsors", "").json().path("value"))
                .hasSize(1);
        assertThat(client.sim("GET", "/users", "").json()).hasSize(9);
    }

    @Test
    void aBlockedGuestCannotRedeem() {
        var invitation = client.invite(MAIL);
        var id = invitation.path("invitedUser").path("id").asText();
        client.sim("PATCH", "/users/" + id, "{\"accountEnabled\":false}");

        var answer = client.sim(
                "POST",
                "/redeem",
                Json.object()
                        .set("redeemUrl", invitation.path("inviteRedeemUrl"))
                        .toString());

        assertThat(answer.status()).isEqualTo(409);
    }

    @Test
    void theIdentityUsedShowsInTheGuest() {
        var id = client.inviteId(MAIL);

        var guest = client.sim(
                        "POST",
                        "/redeem",
                        "{\"userId\":\"" + id + "\",\"identity\":\"MicrosoftAccount\",\"displayName\":\"Maya\"}")
                .json();

        assertThat(guest.path("externalUserState").asText()).isEqualTo("Accepted");
        assertThat(guest.path("identities").path(0).path("issuer").asText()).isEqualTo("MicrosoftAccount");
        assertThat(guest.path("displayName").asText()).isEqualTo("Maya");
        assertThat(guest.path("externalUserStateChangeDateTime").asText()).isNotEmpty();
    }

    @Test
    void aMailOfTwoAlternativesIsReadWithItsLinks() throws Exception {
        var session = GreenMailUtil.getSession(new ServerSetup(tenant.smtpPort(), "127.0.0.1", "smtp"));
        var message = new MimeMessage(session);
        message.setFrom(new InternetAddress("guestward@northfield.example"));
        message.setRecipient(Message.RecipientType.TO, new InternetAddress(MAIL));
        message.setSubject("Willkommen, Dr. Müller", "UTF-8");
        var text = new MimeBodyPart();
        text.setText("Please go to https://portal.northfield.example/a?b=1&c=2.", "UTF-8");
        var html = new MimeBodyPart();
        html.setText("<a href=\"https://portal.northfield.example/a?b=1&amp;c=2\">go</a>", "UTF-8", "html");
        message.setContent(new MimeMultipart("alternative", text, html));
        Transport.send(message);

        var mails = client.sim("GET", "/mails?to=" + MAIL, "").json();

        assertThat(mails).hasSize(1);
        var mail = mails.path(0);
        assertThat(mail.path("subject").asText()).isEqualTo("Willkommen, Dr. Müller");
        assertThat(mail.path("text").asText()).startsWith("Please go to");
        assertThat(mail.path("html").asText()).contains("<a href");
        assertThat(Json.textsOf(mail, "links")).containsExactly("https://portal.northfield.example/a?b=1&c=2");
        assertThat(client.sim("GET", "/mails?to=nobody@harbour-clinic.example", "")
                        .json())
                .isEmpty();
    }

    @Test
    void aBatchAnswersEachRequestByItsId() {
        var id = client.inviteId(MAIL);
        client.sim("DELETE", "/counters", "");
        var batch = Json.object();
        var requests = batch.putArray("requests");
        requests.addObject().put("id", "1").put("method", "GET").put("url", "/users/" + id + "?$select=id");
        requests.addObject().put("id", "2").put("method", "GET").put("url", "/users/" + Directory.newId());
        requests.addObject()
                .put("id", "3")
                .put("method", "DELETE")
                .put("url", "/users/" + id)
                .putArray("dependsOn")
                .add("2");
        requests.addObject()
                .put("id", "4")
                .put("method", "PATCH")
                .put("url", "/users/" + id)
                .<ObjectNode>set("body", Json.object().put("accountEnabled", false))
                .putObject("headers")
                .put("Content-Type", "application/json");

        var answer = client.graph("POST", "/$batch", batch.toString());

        assertThat(answer.status()).isEqualTo(200);
        var statuses = new ArrayList<String>();
        for (JsonNode response : answer.json().path("responses")) {
            statuses.add(
                    response.path("id").asText() + " " + response.path("status").asInt());
        }
        assertThat(statuses).containsExactlyInAnyOrder("1 200", "2 404", "3 424", "4 204");
        assertThat(client.sim("GET", "/counters", "").json().path("accepted").asInt())
                .isEqualTo(1);
    }

    @Test
    void aBatchOfMoreThanTwentyIsRefused() {
        var batch = Json.object();
        for (int i = 0; i < 21; i++) {
            batch.withArray("requests")
                    .addObject()
                    .put("id", "" + i)
                    .put("method", "GET")
                    .put("url", "/users");
        }

        assertThat(client.graph("POST", "/%24batch", batch.toString()).status()).isEqualTo(400);
    }
}
