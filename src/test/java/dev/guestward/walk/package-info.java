/** The README's walk, done by a browser on the embedded run. */
@org.jspecify.annotations.NullMarked
package dev.guestward.walk;
