/**
 * Access reviews: asks whoever vouches for a guest whether access is still needed, shows what is known, and acts on the answer.
 *
 * <p>Start with {@link dev.guestward.review.Reviews}, what a reviewer does, and {@link dev.guestward.review.ReviewPlanner}, which
 * asks about guests whose day has come. {@link dev.guestward.review.ReviewCourse} is what the model {@code
 * bpmn/review/sponsor-review.bpmn} calls: reminders, passing on, silence. {@link dev.guestward.review.Campaigns} asks about many
 * at once. {@code process} holds what the models call, {@code web} the API.
 */
@ApplicationModule(
        allowedDependencies = {
            "audit",
            "clinic",
            "csv",
            "directory",
            "directory::gateway",
            "guest",
            "hospital",
            "mail",
            "people",
            "platform::engine",
            "problem",
            "removal",
            "schedule",
            "sponsorship"
        })
@NullMarked
package dev.guestward.review;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
