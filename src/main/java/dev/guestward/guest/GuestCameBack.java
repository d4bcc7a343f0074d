package dev.guestward.guest;

/**
 * Others have brought back a guest's account, and the register has the guest again. Published in the transaction that
 * records it.
 */
public record GuestCameBack(GuestId guest) {}
