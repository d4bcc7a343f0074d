package dev.guestward.guest.web;

import dev.guestward.guest.NextActs.NextAct;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A guest as the API shows it. */
record GuestView(
        String id,
        String email,
        String displayName,
        ClinicRef clinic,
        PersonRef sponsor,
        PersonRef requestedBy,
        String state,
        Instant stateSince,
        @Nullable String attention,
        Instant requestedAt,
        @Nullable Instant redeemedAt,
        @Nullable String identity,
        @Nullable Boolean identityFits,
        Instant accessUntil,
        String purpose,
        @Nullable String message,
        String language,
        List<GrantRef> grants,
        @Nullable String directoryId,
        @Nullable NextAct next,
        @Nullable RecordRef earlier,
        List<RecordRef> later,
        long version,
        Map<String, String> links) {

    record ClinicRef(String key, String name) {}

    record PersonRef(String id, @Nullable String userName, String displayName) {}

    /** Another record of the same person. */
    record RecordRef(String id, String displayName, String state, Map<String, String> links) {}

    record GrantRef(String key, String name, @Nullable Instant givenAt) {}
}
