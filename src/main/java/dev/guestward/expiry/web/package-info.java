/** Extensions over the API. */
@NullMarked
package dev.guestward.expiry.web;

import org.jspecify.annotations.NullMarked;
