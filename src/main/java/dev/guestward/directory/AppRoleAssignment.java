package dev.guestward.directory;

/**
 * A role somebody holds directly.
 *
 * @param id opaque; needed to take the role away
 */
public record AppRoleAssignment(String id, AppRole role) {}
