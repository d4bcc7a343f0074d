/** What {@code bpmn/adoption/guest-adoption.bpmn} calls. */
@NullMarked
package dev.guestward.adoption.process;

import org.jspecify.annotations.NullMarked;
