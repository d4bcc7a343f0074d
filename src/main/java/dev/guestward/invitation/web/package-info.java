/** Requests for guests over the API. */
@NullMarked
package dev.guestward.invitation.web;

import org.jspecify.annotations.NullMarked;
