package dev.guestward.simulatedtenant;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/** The body of a control call in which missing fields leave things as they are, and misspelt ones are refused. */
record ControlBody(ObjectNode json) {
    static ControlBody of(Request request, Set<String> known) {
        var json = request.json();
        for (var field : json.properties()) {
            if (!known.contains(field.getKey())) {
                throw GraphError.badRequest("'" + field.getKey() + "' is none of " + known);
            }
        }
        return new ControlBody(json);
    }

    boolean flag(String field, boolean before) {
        var value = json.path(field);
        return value.isMissingNode()
                ? before
                : checked(field, value, value.isBoolean()).booleanValue();
    }

    /** A number of at least {@code least}. */
    long number(String field, long before, long least) {
        var value = json.path(field);
        return value.isMissingNode()
                ? before
                : checked(field, value, value.isIntegralNumber() && value.longValue() >= least)
                        .longValue();
    }

    /** A part of all, between 0 and 1. */
    double share(String field, double before) {
        var value = json.path(field);
        return value.isMissingNode()
                ? before
                : checked(field, value, value.isNumber() && value.doubleValue() >= 0 && value.doubleValue() <= 1)
                        .doubleValue();
    }

    private static JsonNode checked(String field, JsonNode value, boolean right) {
        if (!right) {
            throw GraphError.badRequest("'" + field + "' cannot be " + value);
        }
        return value;
    }
}
