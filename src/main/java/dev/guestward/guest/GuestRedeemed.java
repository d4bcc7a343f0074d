package dev.guestward.guest;

/**
 * The directory shows that a guest accepted the invitation, and the guest is not active yet. Published in the
 * transaction that saw it, possibly several times; whoever listens compares before acting.
 */
public record GuestRedeemed(GuestId guest) {}
