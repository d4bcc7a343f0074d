/** The register of guests over the API. */
@NullMarked
package dev.guestward.guest.web;

import org.jspecify.annotations.NullMarked;
