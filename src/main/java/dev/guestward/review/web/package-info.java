/** Reviews, campaigns and delegations over the API. */
@NullMarked
package dev.guestward.review.web;

import org.jspecify.annotations.NullMarked;
