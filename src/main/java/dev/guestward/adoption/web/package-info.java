/** The API of guests that were found. */
@NullMarked
package dev.guestward.adoption.web;

import org.jspecify.annotations.NullMarked;
