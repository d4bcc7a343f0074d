package dev.guestward.simulatedtenant;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;

/** Links to other objects, such as {@code https://graph.microsoft.com/v1.0/directoryObjects/{id}}. */
final class Reference {
    private static final Set<String> COLLECTIONS = Set.of("directoryObjects", "users", "groups");

    private Reference() {}

    /** The id in the {@code @odata.id} of a body. */
    static String idIn(JsonNode body) {
        return id(Json.text(body, "@odata.id")
                .orElseThrow(() -> GraphError.request("The @odata.id of the referenced object is missing.")));
    }

    /** The id a link ends with. */
    static String id(String link) {
        var parts = link.split("/", -1);
        if (parts.length < 2 || !link.startsWith("http") || !COLLECTIONS.contains(parts[parts.length - 2])) {
            throw GraphError.request("Invalid URI specified for an object reference: " + link);
        }
        return parts[parts.length - 1];
    }
}
