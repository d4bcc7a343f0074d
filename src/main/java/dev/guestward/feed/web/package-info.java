/** The feed of changes over the API, for administrators. */
@NullMarked
package dev.guestward.feed.web;

import org.jspecify.annotations.NullMarked;
