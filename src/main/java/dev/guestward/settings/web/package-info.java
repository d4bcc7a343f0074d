/** Settings and previews over the API. */
@NullMarked
package dev.guestward.settings.web;

import org.jspecify.annotations.NullMarked;
