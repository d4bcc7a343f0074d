/**
 * The one door through which the product changes the tenant. It leases open effects, most urgent first, looks before it
 * acts, keeps within the quota that all nodes share, lets up to 20 acts share a call, and settles each effect by what
 * the directory answered or shows.
 *
 * <p>Start with {@link dev.guestward.directory.gateway.Gateway}. What one kind of act needs is an {@code Act}; what must
 * be known about it outside comes in through {@link dev.guestward.directory.gateway.InvitationSource} and {@link
 * dev.guestward.directory.gateway.AccountProtection}, and goes out through {@link
 * dev.guestward.directory.gateway.EffectListener}.
 */
@NamedInterface("gateway")
@NullMarked
package dev.guestward.directory.gateway;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
