/**
 * How changes that others make in the directory reach us: the webhook checks and stores Graph's notifications, the
 * intake reads the accounts they name, and the delta run finds what no notification told. A notification only means
 * "look at this user", so order and duplicates cannot hurt.
 */
@NullMarked
package dev.guestward.directory.changes;

import org.jspecify.annotations.NullMarked;
