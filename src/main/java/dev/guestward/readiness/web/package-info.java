/** The tenant's readiness over the API. */
@NullMarked
package dev.guestward.readiness.web;

import org.jspecify.annotations.NullMarked;
