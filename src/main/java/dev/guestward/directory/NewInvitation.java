package dev.guestward.directory;

import java.net.URI;

/**
 * An invitation as the directory needs it. No mail is sent by the directory: an invitation made by an application never
 * carries a personal text there, so ours does.
 *
 * @param redirectTo where the browser lands after redemption
 * @param sponsor becomes the guest's sponsor in the directory with the same call
 */
public record NewInvitation(String email, String displayName, URI redirectTo, ObjectId sponsor) {}
