/**
 * The engine's own web applications, Tasklist and Cockpit: signed in by us, with a door in front of their endpoints
 * that lets sponsors and owners do what Tasklist does and no more, and with the cures for what does not work in them.
 */
@NullMarked
package dev.guestward.platform.webapp;

import org.jspecify.annotations.NullMarked;
