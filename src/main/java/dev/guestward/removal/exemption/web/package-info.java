/** Protected accounts over the API. */
@NullMarked
package dev.guestward.removal.exemption.web;

import org.jspecify.annotations.NullMarked;
