package dev.guestward.directory.graph;

import com.microsoft.graph.serviceclient.GraphServiceClient;
import dev.guestward.directory.DirectoryAccess;
import java.util.Map;
import java.util.Objects;

/** The client of each role; roles that sign in alike share one. */
record GraphClients(Map<DirectoryAccess.Role, GraphServiceClient> byRole) {
    GraphServiceClient reader() {
        return as(DirectoryAccess.Role.READER);
    }

    GraphServiceClient as(DirectoryAccess.Role role) {
        return Objects.requireNonNull(byRole.get(role));
    }
}
