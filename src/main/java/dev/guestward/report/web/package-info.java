/** The report over the API. */
@NullMarked
package dev.guestward.report.web;

import org.jspecify.annotations.NullMarked;
