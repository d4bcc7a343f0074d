package dev.guestward.simulatedtenant;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/** An object that is read and listed like those of the directory, but has no life of its own. */
final class PlainEntry extends Entry {
    PlainEntry(long ordinal, ObjectNode properties) {
        super(properties.path("id").asText(), ordinal, properties, Instant.EPOCH, Instant.EPOCH);
    }

    @Override
    boolean live() {
        return true;
    }

    /** The asked properties, or all. */
    ObjectNode shape(Request request) {
        var selected = request.queryParam("$select").filter(text -> !text.isBlank());
        if (selected.isEmpty()) {
            return properties().deepCopy();
        }
        var shape = Json.object();
        for (var name : selected.get().split(",", -1)) {
            if (!properties().has(name.strip())) {
                throw GraphError.badRequest(
                        "Parsing OData Select and Expand failed: Could not find a property named '" + name + "'.");
            }
            shape.set(name.strip(), properties().get(name.strip()));
        }
        return shape.put("id", id());
    }
}
