/** Files of requests over the API. */
@NullMarked
package dev.guestward.bulk.web;

import org.jspecify.annotations.NullMarked;
