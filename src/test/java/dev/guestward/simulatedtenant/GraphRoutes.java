package dev.guestward.simulatedtenant;

import java.util.List;

/** Where the route families register. */
final class GraphRoutes {
    static final List<String> READ_USERS = List.of(
            "User.Read.All",
            "User.ReadWrite.All",
            "User.ReadUpdate.All",
            "Directory.Read.All",
            "Directory.ReadWrite.All");
    static final List<String> WRITE_USERS = List.of("User.ReadWrite.All", "Directory.ReadWrite.All");
    static final List<String> DELETE_RESTORE =
            List.of("User.DeleteRestore.All", "User.ReadWrite.All", "Directory.ReadWrite.All");
    static final List<String> READ_MEMBERS = List.of(
            "GroupMember.Read.All",
            "GroupMember.ReadWrite.All",
            "Group.Read.All",
            "Group.ReadWrite.All",
            "Directory.Read.All",
            "Directory.ReadWrite.All");
    static final List<String> WRITE_MEMBERS =
            List.of("GroupMember.ReadWrite.All", "Group.ReadWrite.All", "Directory.ReadWrite.All");

    private final Router<GraphRoute> router = new Router<>();

    void read(String methodAndPath, List<String> anyOf, Handler handler) {
        read(methodAndPath, anyOf, 1, handler);
    }

    void read(String methodAndPath, List<String> anyOf, int units, Handler handler) {
        router.add("GET " + methodAndPath, new GraphRoute(GraphRoute.Kind.READ, anyOf, units, handler));
    }

    void write(String methodAndPath, List<String> anyOf, Handler handler) {
        router.add(methodAndPath, new GraphRoute(GraphRoute.Kind.WRITE, anyOf, 1, handler));
    }

    void writeWithoutLock(String methodAndPath, List<String> anyOf, Handler handler) {
        router.add(methodAndPath, new GraphRoute(GraphRoute.Kind.WRITE_WITHOUT_LOCK, anyOf, 1, handler));
    }

    Router<GraphRoute> router() {
        return router;
    }
}
