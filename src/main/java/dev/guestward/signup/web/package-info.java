/** What sponsors answer to sign-ups, over the API. */
@NullMarked
package dev.guestward.signup.web;

import org.jspecify.annotations.NullMarked;
