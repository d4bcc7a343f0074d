package dev.guestward.desk;

import java.util.List;

/**
 * A clinic on a page of its own.
 *
 * @param identity key of the text that says with what its clinicians sign in
 * @param homeTenant empty if it has none
 * @param grants names of what its clinicians may get; empty for every grant
 * @param sponsors names of those who take on whoever signs up
 */
record ClinicDetails(
        ClinicRow clinic,
        boolean ownerApproves,
        String identity,
        String homeTenant,
        List<String> grants,
        List<Contact> contacts,
        List<String> sponsors) {

    /** Somebody to talk to there. */
    record Contact(String name, String mail, String role) {}
}
