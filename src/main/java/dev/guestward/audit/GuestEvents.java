package dev.guestward.audit;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/**
 * Writes rows of the ledger as CloudEvents 1.0 in their structured JSON form. Of a row it tells what happened, to which
 * guest, when, and what kind of actor caused it: no person's id, and none of the row's details.
 *
 * @see <a href="https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md">JSON format</a>
 */
final class GuestEvents {
    static final String CONTENT_TYPE = "application/cloudevents+json; charset=UTF-8";
    static final String TYPE = "dev.guestward.guest.";

    private static final ObjectMapper JSON = new ObjectMapper();

    private GuestEvents() {}

    static String json(AuditEntry entry, String source) {
        String guest = entry.guestId().toString();
        ObjectNode event = JSON.createObjectNode()
                .put("specversion", "1.0")
                .put("id", guest + "/" + entry.seq())
                .put("source", source)
                .put("type", TYPE + entry.code())
                .put("subject", guest)
                .put("time", entry.at().toString())
                // sorts as text as it sorts as a number
                .put("sequence", String.format(Locale.ROOT, "%019d", entry.seq()))
                .put("datacontenttype", "application/json");
        ObjectNode data = event.putObject("data")
                .put("guest", guest)
                .put("code", entry.code())
                .put("state", entry.toState())
                .put("seq", entry.seq())
                .put("actor", entry.actor().kind().name());
        if (entry.fromState() != null) {
            data.put("from", entry.fromState());
        }
        return event.toString();
    }
}
