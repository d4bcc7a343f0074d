package dev.guestward.directory.gateway;

import dev.guestward.directory.ObjectId;

/** Accounts that nobody may take anything from, whatever a workflow says. */
public interface AccountProtection {
    boolean isProtected(ObjectId account);
}
