/** What the model {@code guest-invitation} calls: handlers of external tasks, delegates, listeners, correlation. */
@NullMarked
package dev.guestward.invitation.process;

import org.jspecify.annotations.NullMarked;
