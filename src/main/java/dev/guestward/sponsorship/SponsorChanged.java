package dev.guestward.sponsorship;

import dev.guestward.guest.GuestId;
import dev.guestward.people.PersonId;

/** A guest has another sponsor. Published once, in the transaction that changed it. */
public record SponsorChanged(GuestId guest, PersonId from, PersonId to) {}
