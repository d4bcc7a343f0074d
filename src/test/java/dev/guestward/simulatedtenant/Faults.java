package dev.guestward.simulatedtenant;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Faults somebody ordered. Each names a method (or {@code *}) and a path below {@code /v1.0} ({@code *} stands for one
 * segment, {@code **} for any), and happens with a probability ({@code share}) for a number of times. Used-up ones stay
 * in the list, so that it tells what has struck.
 */
final class Faults {
    private final Random random = new Random(20261121);
    private List<Fault> faults = new ArrayList<>();
    private int lastId;

    /** Replaces all faults, or none if one of them is wrong. */
    synchronized void replace(JsonNode specification) {
        var list = new ArrayList<Fault>();
        int id = lastId;
        for (var item : specification) {
            list.add(new Fault(++id, item, "faults[" + list.size() + "]."));
        }
        lastId = id;
        faults = list;
    }

    synchronized void add(JsonNode item) {
        faults.add(new Fault(lastId + 1, item, ""));
        lastId++;
    }

    synchronized void remove(int id) {
        faults.removeIf(fault -> fault.id() == id);
    }

    synchronized ArrayNode toJson() {
        var array = Json.array();
        faults.forEach(fault -> array.add(fault.toJson()));
        return array;
    }

    /** The fault to happen to this request now, if any. */
    synchronized Optional<Fault> next(FaultMode.Stage stage, Request request) {
        for (var fault : faults) {
            if (fault.matches(stage, request.method(), request.pathText()) && random.nextDouble() < fault.share()) {
                fault.strike();
                return Optional.of(fault);
            }
        }
        return Optional.empty();
    }
}
