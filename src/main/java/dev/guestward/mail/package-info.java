/**
 * Mails to guests and to staff. A mail is put into the outbox in the transaction that wants it and sent afterwards; no workflow waits
 * for it. Start with {@link dev.guestward.mail.MailOutbox}.
 */
@ApplicationModule(allowedDependencies = {"audit", "guest", "hospital", "mode", "people", "problem", "schedule"})
@NullMarked
package dev.guestward.mail;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
