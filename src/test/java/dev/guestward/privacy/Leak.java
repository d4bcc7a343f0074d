package dev.guestward.privacy;

/**
 * Something that was found where it may not be.
 *
 * @param place table and column, topic, logger or meter
 * @param what as it stands there
 */
record Leak(String place, String what) {}
