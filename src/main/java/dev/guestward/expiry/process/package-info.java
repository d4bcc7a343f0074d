/** What {@code bpmn/expiry/guest-expiry.bpmn} calls. */
@NullMarked
package dev.guestward.expiry.process;

import org.jspecify.annotations.NullMarked;
