package dev.guestward.readiness;

import dev.guestward.directory.DirectoryAccess.Role;
import dev.guestward.directory.DirectoryAccess.Standing;
import dev.guestward.directory.DirectorySetup.Proof;
import dev.guestward.directory.Trouble;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whether each of our roles can sign in. Where all are one application, it is said once. */
final class CredentialFindings {
    private static final String CODE = "credential";
    private static final Duration SOON = Duration.ofDays(30);
    /** Answers of the authority that have words of their own. */
    private static final Set<String> NAMED = Set.of(
            "AADSTS7000215",
            "AADSTS7000222",
            "AADSTS700027",
            "AADSTS700024",
            "AADSTS70021",
            "AADSTS700213",
            "AADSTS700016",
            "AADSTS7000112",
            "AADSTS90002",
            "AADSTS53003");

    private final List<Proof> proofs;
    private final Instant now;

    CredentialFindings(List<Proof> proofs, Instant now) {
        this.proofs = proofs;
        this.now = now;
    }

    List<Finding> of(Map<Role, Standing> standings) {
        boolean one = proofs.stream().map(this::identity).distinct().count() == 1
                && standings.values().stream()
                                .map(Standing::clientId)
                                .distinct()
                                .count()
                        == 1;
        return proofs.stream()
                .limit(one ? 1 : proofs.size())
                .map(proof -> finding(
                        proof,
                        Objects.requireNonNull(standings.get(proof.role())),
                        one ? "ALL" : proof.role().name()))
                .toList();
    }

    private String identity(Proof proof) {
        return proof.clientSetting() + proof.proofSetting();
    }

    private Finding finding(Proof proof, Standing standing, String subject) {
        Words role = Words.of("access." + subject);
        Trouble trouble = standing.trouble();
        if (trouble != null) {
            String kind = kind(trouble, String.valueOf(standing.code()));
            Result result = trouble == Trouble.CONNECTION
                    ? Result.UNKNOWN
                    : trouble == Trouble.SERVICE ? Result.WARNING : Result.BLOCKED;
            return finding(result, subject, kind, proof, standing, role);
        }
        Instant end = proof.expiresAt();
        if (end != null && end.isBefore(now.plus(SOON))) {
            String key = "readiness.credential.ends";
            String day = LocalDate.ofInstant(end, ZoneOffset.UTC).toString();
            return new Finding(
                    CODE,
                    subject,
                    Result.WARNING,
                    Words.of(key, role, standing.clientId(), day),
                    Words.of(key + ".do", proof.proofSetting()));
        }
        return Finding.ok(CODE, subject, Words.of("readiness.credential.ok", role, standing.clientId()));
    }

    private static Finding finding(
            Result result, String subject, String kind, Proof proof, Standing standing, Words role) {
        String key = "readiness.credential." + kind;
        return new Finding(
                CODE,
                subject,
                result,
                Words.of(key, role, standing.clientId(), shown(standing.code())),
                Words.of(key + ".do", proof.clientSetting(), proof.proofSetting(), shown(standing.code())));
    }

    private static String kind(Trouble trouble, String code) {
        if (trouble == Trouble.CONNECTION || trouble == Trouble.SERVICE) {
            return trouble.name();
        }
        return NAMED.contains(code) ? code : "other";
    }

    private static String shown(@Nullable String code) {
        return Objects.requireNonNullElse(code, "?");
    }
}
