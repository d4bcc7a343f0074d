/**
 * The simulated tenant: an invented Microsoft Entra tenant behind real HTTP, for tests and for the embedded run.
 *
 * <p>It starts with {@link dev.guestward.simulatedtenant.SimulatedTenant#start}, answers under the paths of Microsoft
 * Graph v1.0 and of the identity platform, calls webhooks as Graph does, catches mail, and has pages on which a person
 * can redeem an invitation. Everything under {@code /_sim} is its own control surface and no part of Graph. State lives
 * in memory, and on disk too if a state file is named.
 *
 * <p>It imports nothing of the product and nothing of Spring, so that it can also run in an image of its own.
 */
@NullMarked
package dev.guestward.simulatedtenant;

import org.jspecify.annotations.NullMarked;
