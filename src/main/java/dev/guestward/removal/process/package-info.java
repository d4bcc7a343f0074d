/** What {@code bpmn/removal/guest-removal.bpmn} calls. */
@NullMarked
package dev.guestward.removal.process;

import org.jspecify.annotations.NullMarked;
