/**
 * Clinicians who ask for access by themselves, on a public page that is off unless it is wanted.
 *
 * <p>Start with {@link dev.guestward.signup.SignUps}, which takes what the page sends and answers everybody the same. {@link
 * dev.guestward.signup.SignUpWorker} decides later whether the address gets a mail, {@link
 * dev.guestward.signup.SignUpConfirmation} takes the clinician's yes, {@link dev.guestward.signup.SignUpRequests} the
 * sponsor's. From there on it is a request like any other. The pages are the desk's; {@code web} holds the API.
 */
@ApplicationModule(
        allowedDependencies = {
            "audit",
            "clinic",
            "guest",
            "hospital",
            "invitation",
            "mail",
            "people",
            "problem",
            "schedule",
            "sponsorship"
        })
@NullMarked
package dev.guestward.signup;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
