package dev.guestward.directory.graph;

import dev.guestward.directory.DirectoryAccess.Standing;
import dev.guestward.directory.ObjectId;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Signs in as a machine does that has an identity in the vendor's cloud, and reads one user. Runs in a virtual machine of
 * its own, because the platform says where its tokens come from in variables of the environment.
 */
final class ManagedIdentitySignIn {
    private ManagedIdentitySignIn() {}

    /** @param arguments settings under {@code guestward.graph} as name=value, and the id of a user as {@code user=} */
    public static void main(String[] arguments) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String argument : arguments) {
            values.put(argument.substring(0, argument.indexOf('=')), argument.substring(argument.indexOf('=') + 1));
        }
        ObjectId user = new ObjectId(Objects.requireNonNull(values.remove("user")));
        GraphSettings settings = GraphFixture.settings(values);
        GraphClients clients = GraphFixture.clients(settings, Clock.systemUTC());
        Standing reader = new GraphAccess(clients).check().get(0);
        System.out.println("trouble=" + reader.trouble() + " code=" + reader.code());
        System.out.println("permissions=" + reader.permissions());
        if (reader.trouble() == null) {
            System.out.println("found="
                    + new GraphGuestDirectory(clients, settings).user(user).isPresent());
        }
        System.exit(0);
    }
}
