/**
 * The hospital's directory as the product sees it: a port ({@link dev.guestward.directory.GuestDirectory}), its
 * Microsoft Graph adapter, the ledger of acts on the tenant and the intake of changes that others make there.
 *
 * <p>Start with {@link dev.guestward.directory.GuestDirectory}. A change of the tenant goes through an external task
 * ({@code process}) and an effect row ({@code effect}); what others change comes in through {@code changes} and reaches
 * the business through {@link dev.guestward.directory.ManagedAccounts}.
 */
@ApplicationModule(allowedDependencies = {"schedule", "problem"})
@NullMarked
package dev.guestward.directory;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
