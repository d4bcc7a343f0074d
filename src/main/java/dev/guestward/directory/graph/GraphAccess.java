package dev.guestward.directory.graph;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.guestward.directory.DirectoryAccess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.stereotype.Component;

/** {@link DirectoryAccess} over the token endpoint. Roles that sign in alike are asked for once. */
@Component
class GraphAccess implements DirectoryAccess {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final GraphClients clients;

    GraphAccess(GraphClients clients) {
        this.clients = clients;
    }

    @Override
    public List<Standing> check() {
        Map<GraphIdentity, Standing> known = new HashMap<>();
        List<Standing> standings = new ArrayList<>();
        for (Role role : Role.values()) {
            GraphClients.Client client = clients.of(role);
            Standing found = known.computeIfAbsent(client.identity(), identity -> check(role, client));
            standings.add(new Standing(role, found.clientId(), found.permissions(), found.trouble(), found.code()));
        }
        return standings;
    }

    private static Standing check(Role role, GraphClients.Client client) {
        String clientId = Objects.requireNonNullElse(client.identity().clientId(), "managed identity");
        try {
            return new Standing(
                    role, clientId, permissions(client.credential().renew().getToken()), null, null);
        } catch (NoToken e) {
            Failure failure = Failure.ofToken(e);
            return new Standing(role, clientId, Set.of(), failure.trouble(), failure.code());
        }
    }

    /** For display only: the token is not ours to understand, so one that cannot be read tells nothing. */
    static Set<String> permissions(String token) {
        String[] parts = token.split("\\.", -1);
        if (parts.length != 3) {
            return Set.of();
        }
        try {
            JsonNode roles =
                    JSON.readTree(Base64.getUrlDecoder().decode(parts[1])).path("roles");
            Set<String> permissions = new TreeSet<>();
            roles.forEach(role -> permissions.add(role.asText()));
            return permissions;
        } catch (IllegalArgumentException | IOException unreadable) {
            return Set.of();
        }
    }
}
