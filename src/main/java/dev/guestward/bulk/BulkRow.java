package dev.guestward.bulk;

import dev.guestward.guest.GuestId;
import dev.guestward.invitation.InvitationRequest;
import org.jspecify.annotations.Nullable;

/**
 * One line of a file.
 *
 * @param request as it was read; empty once the file has been wiped
 * @param outlook what it would come to when the file was checked
 * @param result null until the line is done
 * @param problem why it failed
 * @param guest whom it is about, if the uploader may know
 */
public record BulkRow(
        int line,
        InvitationRequest request,
        RowResult outlook,
        @Nullable RowResult result,
        @Nullable String problem,
        @Nullable GuestId guest) {}
