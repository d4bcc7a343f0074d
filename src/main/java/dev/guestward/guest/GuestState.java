package dev.guestward.guest;

/** Where a guest stands. See the picture in {@code docs/architecture.md}. */
public enum GuestState {
    REQUESTED,
    DECLINED,
    INVITED,
    ACTIVE,
    BLOCKED,
    DELETED,
    PURGED,
    DISCOVERED
}
