package dev.guestward.simulatedtenant;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;

/** Reads the fields of a control call strictly: whatever is wrong is a 400 that names the field. */
final class Fields {
    private final JsonNode object;
    private final String where;

    /**
     * The fields of an object.
     *
     * @param where what stands before a field's name in an error, such as {@code writes.}
     */
    Fields(JsonNode object, String where) {
        this.object = object;
        this.where = where;
        if (!object.isObject()) {
            throw GraphError.badRequest((where.isEmpty() ? "the body" : where) + " is not an object");
        }
    }

    /** Refuses every field but these. */
    Fields only(Set<String> names) {
        for (var field : object.properties()) {
            if (!names.contains(field.getKey())) {
                throw GraphError.badRequest(where + field.getKey() + " is not known");
            }
        }
        return this;
    }

    boolean has(String name) {
        return object.hasNonNull(name);
    }

    String text(String name, String otherwise) {
        if (!has(name)) {
            return otherwise;
        }
        if (!object.path(name).isTextual() || object.path(name).textValue().isBlank()) {
            throw wrong(name, "a text");
        }
        return object.path(name).textValue();
    }

    boolean flag(String name, boolean otherwise) {
        if (!has(name)) {
            return otherwise;
        }
        if (!object.path(name).isBoolean()) {
            throw wrong(name, "true or false");
        }
        return object.path(name).booleanValue();
    }

    long whole(String name, long least, long most, long otherwise) {
        if (!has(name)) {
            return otherwise;
        }
        var value = object.path(name);
        if (!value.isIntegralNumber() || value.longValue() < least || value.longValue() > most) {
            throw wrong(name, "a whole number from " + least + " to " + most);
        }
        return value.longValue();
    }

    double number(String name, double least, double most, double otherwise) {
        if (!has(name)) {
            return otherwise;
        }
        var value = object.path(name);
        if (!value.isNumber() || value.doubleValue() < least || value.doubleValue() > most) {
            throw wrong(name, "a number from " + least + " to " + most);
        }
        return value.doubleValue();
    }

    GraphError wrong(String name, String expected) {
        return GraphError.badRequest(where + name + " is not " + expected);
    }
}
