package dev.guestward.audit;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One change as recorded.
 *
 * @param seq position in the guest's chain, from 1, without gaps
 * @param code what happened, in lower case with hyphens; stable, translated for display
 * @param details further ids and codes
 */
public record AuditEntry(
        UUID guestId,
        long seq,
        Instant at,
        Actor actor,
        String code,
        @Nullable String fromState,
        @Nullable String toState,
        Map<String, String> details) {}
