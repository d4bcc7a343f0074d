/**
 * The audit ledger: one row per change of a guest or a clinic, written in the transaction of the change, hash-chained per
 * guest or clinic.
 *
 * <p>Start with {@link dev.guestward.audit.AuditLedger}. Rows hold ids, codes and times, never names or addresses.
 */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package dev.guestward.audit;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
