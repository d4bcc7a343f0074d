/**
 * How changes that others make in the directory reach us: the webhook checks and stores Graph's notifications, the
 * intake reads the accounts they name, and the delta run finds what no notification told. A notification only means
 * "look at this user", so order and duplicates cannot hurt.
 *
 * <p>In: {@code WebhookServlet} → {@code NotificationWebhook} → Kafka → {@code NotificationConsumer}, or an event hub →
 * {@code EventHubConsumer}; both → {@code ChangeIntake}. {@link dev.guestward.directory.changes.IntakeStanding} tells how it
 * stands, {@link dev.guestward.directory.changes.DeadLetters} and {@link
 * dev.guestward.directory.changes.Disappearances} what waits for a person.
 */
@NamedInterface("changes")
@NullMarked
package dev.guestward.directory.changes;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
