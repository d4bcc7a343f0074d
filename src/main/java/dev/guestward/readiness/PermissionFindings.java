package dev.guestward.readiness;

import dev.guestward.directory.DirectoryAccess.Standing;
import dev.guestward.directory.Need;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whether a need is met. */
final class PermissionFindings {
    private static final String CODE = "permission";

    private PermissionFindings() {}

    static Finding of(Need need, @Nullable Standing standing, Set<Need> declined) {
        String subject = need.name();
        Words feature = Words.of("need." + need);
        if (standing == null || standing.trouble() != null) {
            return new Finding(
                    CODE,
                    subject,
                    Result.UNKNOWN,
                    Words.of("readiness.permission.unknown", feature),
                    Words.of("readiness.permission.unknown.do"));
        }
        List<String> missing = need.missingFrom(standing.permissions());
        if (missing.isEmpty()) {
            return Finding.ok(CODE, subject, Words.of("readiness.permission.ok", feature));
        }
        if (declined.contains(need)) {
            return Finding.ok(CODE, subject, Words.of("readiness.permission.declined", feature));
        }
        String names = String.join(", ", missing);
        return new Finding(
                CODE,
                subject,
                need.isRequired() ? Result.BLOCKED : Result.WARNING,
                Words.of("readiness.permission.missing", feature, names, Words.of("need." + need + ".off")),
                need.isRequired()
                        ? Words.of("readiness.permission.missing.do", names, standing.clientId())
                        : Words.of("readiness.permission.optional.do", names, standing.clientId(), subject));
    }
}
