package dev.guestward.guest;

/** A guest has the access that was asked for. Told in the transaction that records it. */
public record GuestActivated(GuestId guest) {}
