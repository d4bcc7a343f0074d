package dev.guestward.guest;

/** A guest's end of access is another one now. Published in the transaction that moved it, with the guest's row taken. */
public record AccessEndMoved(GuestId guest) {}
