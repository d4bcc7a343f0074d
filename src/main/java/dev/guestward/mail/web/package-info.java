/** Mails and their wording over the API. */
@NullMarked
package dev.guestward.mail.web;

import org.jspecify.annotations.NullMarked;
