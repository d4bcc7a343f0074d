/** The one source of time. Everything else has the {@link java.time.Clock} injected. */
@NullMarked
package dev.guestward.platform.clock;

import org.jspecify.annotations.NullMarked;
