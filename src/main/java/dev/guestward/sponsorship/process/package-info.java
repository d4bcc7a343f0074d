/** What the model of the succession calls. */
@NullMarked
package dev.guestward.sponsorship.process;

import org.jspecify.annotations.NullMarked;
