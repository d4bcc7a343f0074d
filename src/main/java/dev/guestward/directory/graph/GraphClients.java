package dev.guestward.directory.graph;

import com.microsoft.graph.serviceclient.GraphServiceClient;
import dev.guestward.directory.DirectoryAccess.Role;
import java.util.Map;
import java.util.Objects;

/** The client of each role; roles that sign in alike share one. */
record GraphClients(Map<Role, Client> byRole) {
    record Client(GraphIdentity identity, CachedCredential credential, GraphServiceClient graph) {}

    GraphServiceClient reader() {
        return as(Role.READER);
    }

    GraphServiceClient as(Role role) {
        return of(role).graph();
    }

    Client of(Role role) {
        return Objects.requireNonNull(byRole.get(role));
    }
}
