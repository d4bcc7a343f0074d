/** The API of sponsors, co-sponsors and successions. */
@NullMarked
package dev.guestward.sponsorship.web;

import org.jspecify.annotations.NullMarked;
