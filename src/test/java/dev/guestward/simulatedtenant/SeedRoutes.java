package dev.guestward.simulatedtenant;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The part of the control surface that invents people and keeps the state. */
final class SeedRoutes {
    private static final int MOST = 100_000;
    private static final Pattern DOMAIN = Pattern.compile("[a-z0-9.-]+\\.example");

    private final Tenant tenant;
    private final @Nullable StateFile state;

    SeedRoutes(Tenant tenant, @Nullable StateFile state) {
        this.tenant = tenant;
        this.state = state;
    }

    void addTo(Router<Handler> router) {
        ControlRoutes.add(router, "POST /_sim/seed", request -> Response.json(200, seed(tenant, request.json())));
        ControlRoutes.add(router, "POST /_sim/state", request -> {
            if (state == null) {
                throw new GraphError(409, "Conflict", "the tenant was started without a state file");
            }
            state.save();
            return Response.noContent();
        });
    }

    /** Adds invented people, of which the log tells in one line. */
    static ObjectNode seed(Tenant tenant, ObjectNode body) {
        var fields = new Fields(body, "").only(Set.of("users", "guests", "clinics"));
        int employees = (int) fields.whole("users", 0, MOST, 0);
        int guests = (int) fields.whole("guests", 0, MOST, 0);
        var named = Json.textsOf(body, "clinics");
        if (!named.stream().allMatch(domain -> DOMAIN.matcher(domain).matches())) {
            throw fields.wrong("clinics", "a list of .example domains");
        }
        List<String> clinics = named.isEmpty() ? SeededPeople.CLINICS : named;
        return tenant.directory.locked(() -> {
            var people = new SeededPeople(tenant.directory);
            people.addEmployees(employees);
            people.addGuests(guests, clinics);
            tenant.log.accepted("admin", "POST", "/_sim/seed", body);
            return Json.object()
                    .put("users", employees)
                    .put("guests", guests)
                    .put("total", tenant.directory.allUsers().size());
        });
    }
}
