/** What {@code bpmn/review/*} calls. */
@NullMarked
package dev.guestward.review.process;

import org.jspecify.annotations.NullMarked;
