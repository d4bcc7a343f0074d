package dev.guestward.directory;

/**
 * A role of an application.
 *
 * @param application object id of the application's service principal in this tenant
 * @param role the role's id; all zeros for an application that defines none
 */
public record AppRole(ObjectId application, ObjectId role) {}
