package dev.guestward.readiness;

import dev.guestward.directory.DirectoryAccess;
import dev.guestward.directory.DirectoryAccess.Role;
import dev.guestward.directory.DirectoryAccess.Standing;
import dev.guestward.directory.DirectoryReads;
import dev.guestward.directory.DirectorySetup;
import dev.guestward.directory.DirectoryUnavailable;
import dev.guestward.directory.Need;
import dev.guestward.directory.ObjectId;
import dev.guestward.directory.Trouble;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Whether the directory can be reached, whether each of our roles can sign in, and what each may do. */
@Component
class AccessCheck implements ReadinessCheck {
    /** Nobody has this id: the answer "not there" proves the way to the directory and costs next to nothing. */
    private static final ObjectId NOBODY = new ObjectId("00000000-0000-0000-0000-000000000000");

    private final DirectoryAccess access;
    private final DirectorySetup setup;
    private final DirectoryReads directory;
    private final ReadinessSettings settings;
    private final Clock clock;

    AccessCheck(
            DirectoryAccess access,
            DirectorySetup setup,
            DirectoryReads directory,
            ReadinessSettings settings,
            Clock clock) {
        this.access = access;
        this.setup = setup;
        this.directory = directory;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public String code() {
        return "access";
    }

    @Override
    public List<Finding> look() {
        Map<Role, Standing> standings = new EnumMap<>(Role.class);
        access.check().forEach(standing -> standings.put(standing.role(), standing));
        List<Finding> findings = new ArrayList<>();
        findings.add(connection(List.copyOf(standings.values())));
        findings.addAll(new CredentialFindings(setup.proofs(), clock.instant()).of(standings));
        Arrays.stream(Need.values())
                .map(need -> PermissionFindings.of(need, standings.get(need.role()), settings.without()))
                .forEach(findings::add);
        return findings;
    }

    private Finding connection(List<Standing> standings) {
        Optional<Standing> cut = standings.stream()
                .filter(standing -> standing.trouble() == Trouble.CONNECTION)
                .findFirst();
        if (cut.isPresent()) {
            String code = String.valueOf(cut.get().code());
            return connection(Result.BLOCKED, kind(code), setup.route().authority(), code);
        }
        String host = setup.route().directory();
        try {
            directory.user(NOBODY);
        } catch (DirectoryUnavailable e) {
            String code = String.valueOf(e.getMessage());
            return switch (e.trouble()) {
                case CONNECTION -> connection(Result.BLOCKED, kind(code), host, code);
                case SERVICE -> connection(Result.WARNING, "service", host, code);
                case CREDENTIAL, TENANT -> connection(Result.UNKNOWN, "token", host, code);
                case PERMISSION, INVITATIONS_STOPPED -> connected(host);
            };
        }
        return connected(host);
    }

    private Finding connected(String host) {
        return Finding.ok("connection", "", Words.of("readiness.connection.ok", host, way()));
    }

    private Finding connection(Result result, String kind, String host, String code) {
        String key = "readiness.connection." + kind;
        return new Finding(
                "connection", "", result, Words.of(key, host, way(), code), Words.of(key + ".do", host, way()));
    }

    private Words way() {
        String proxy = setup.route().proxy();
        return proxy == null ? Words.of("readiness.way.direct") : Words.of("readiness.way.proxy", proxy);
    }

    /** Of the ways in which a connection does not come about, by the name of the exception. */
    private static String kind(String code) {
        if (code.contains("UnknownHost") || code.contains("UnresolvedAddress")) {
            return "name";
        }
        if (code.contains("SSL") || code.contains("Cert") || code.contains("Validator")) {
            return "certificate";
        }
        return code.contains("Timeout") ? "silence" : "closed";
    }
}
