package dev.guestward.simulatedtenant;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** {@code POST /users/{id}/sendMail}: into the same mailboxes as what comes over SMTP. */
final class SendMailRoutes {
    private final Tenant tenant;

    SendMailRoutes(Tenant tenant) {
        this.tenant = tenant;
    }

    void addTo(GraphRoutes routes) {
        // Exchange refuses in its own words
        routes.write("POST /users/{id}/sendMail", List.of(), this::send);
    }

    private Response send(Request request) {
        if (!request.callingApp().app().roles().contains("Mail.Send")) {
            throw new GraphError(403, "ErrorAccessDenied", "Access is denied. Check credentials and try again.");
        }
        var key = request.param("id");
        var sender = tenant.directory
                .user(key)
                .orElseThrow(
                        () -> new GraphError(404, "ErrorInvalidUser", "The requested user '" + key + "' is invalid."));
        if (sender.guest()) {
            throw new GraphError(
                    404,
                    "MailboxNotEnabledForRESTAPI",
                    "The mailbox is either inactive, soft-deleted, or is hosted" + " on-premise.");
        }
        var message = request.json().path("message");
        var recipients = new ArrayList<String>();
        for (var kind : List.of("toRecipients", "ccRecipients", "bccRecipients")) {
            message.path(kind).forEach(recipient -> recipients.add(address(recipient)));
        }
        if (recipients.isEmpty()) {
            throw invalidRecipients();
        }
        var headers = new LinkedHashMap<String, String>();
        for (var header : message.path("internetMessageHeaders")) {
            var name = header.path("name").asText();
            if (!name.toLowerCase(Locale.ROOT).startsWith("x-")) {
                throw new GraphError(
                        400,
                        "InvalidInternetMessageHeader",
                        "The internet message header name '" + name + "' should start with 'x-' or 'X-'.");
            }
            headers.put(name, header.path("value").asText());
        }
        boolean html = message.path("body").path("contentType").asText("text").equalsIgnoreCase("html");
        tenant.mails.deliver(
                sender.text("mail"),
                recipients,
                message.path("subject").asText(""),
                message.path("body").path("content").asText(""),
                html,
                headers);
        return new Response(202, Map.of(), new byte[0]);
    }

    private static String address(JsonNode recipient) {
        var address = recipient.path("emailAddress").path("address").asText("");
        if (!address.matches("[^@\\s]+@[^@\\s]+\\.[^@\\s]+")) {
            throw invalidRecipients();
        }
        return address;
    }

    private static GraphError invalidRecipients() {
        return new GraphError(400, "ErrorInvalidRecipients", "At least one recipient is not valid.");
    }
}
