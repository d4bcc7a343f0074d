/** Removals over the API. */
@NullMarked
package dev.guestward.removal.web;

import org.jspecify.annotations.NullMarked;
