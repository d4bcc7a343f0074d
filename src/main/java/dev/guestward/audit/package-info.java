/**
 * The audit ledger: one row per change of a guest or a clinic, written in the transaction of the change, hash-chained per
 * guest or clinic.
 *
 * <p>Start with {@link dev.guestward.audit.AuditLedger}; {@link dev.guestward.audit.Checkpoints} sign it,
 * {@link dev.guestward.audit.EvidenceFile} carries it out of the house. {@link
 * dev.guestward.audit.EventRelay} publishes those about guests. Rows hold ids, codes and times, never names or addresses.
 */
@ApplicationModule(allowedDependencies = {"schedule"})
@NullMarked
package dev.guestward.audit;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
