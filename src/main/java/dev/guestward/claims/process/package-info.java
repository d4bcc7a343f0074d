/** What the engine knows of claim tasks. */
@NullMarked
package dev.guestward.claims.process;

import org.jspecify.annotations.NullMarked;
