/** Open invitations over the API. */
@NullMarked
package dev.guestward.redemption.web;

import org.jspecify.annotations.NullMarked;
