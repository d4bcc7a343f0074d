/** What the model {@code redemption-follow-up} calls: handlers of external tasks, delegates, listeners, correlation. */
@NullMarked
package dev.guestward.redemption.process;

import org.jspecify.annotations.NullMarked;
