/**
 * The hospital's directory as the product sees it: a port ({@link dev.guestward.directory.GuestDirectory}), its
 * Microsoft Graph adapter, the ledger of acts on the tenant and the intake of changes that others make there.
 *
 * <p>Start with {@link dev.guestward.directory.GuestDirectory}. A change of the tenant is wished for by an
 * external task ({@code process}), kept as an effect row ({@code effect}) and made by the {@code gateway}; what others
 * change comes in through {@code changes} and reaches
 * the business through {@link dev.guestward.directory.ManagedAccounts}.
 */
@ApplicationModule(allowedDependencies = {"mode", "problem", "schedule"})
@NullMarked
package dev.guestward.directory;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
