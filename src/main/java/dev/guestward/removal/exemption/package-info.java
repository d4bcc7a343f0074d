/**
 * Accounts from which nothing is taken until a day that somebody has named. Start with {@link
 * dev.guestward.removal.exemption.ProtectedAccounts}; the gateway asks it before each act.
 */
@NamedInterface("exemption")
@NullMarked
package dev.guestward.removal.exemption;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
