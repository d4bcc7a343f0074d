package dev.guestward.directory;

/** What keeps the directory from working for us at all, as opposed to one act that it refuses. Each is alarmed once. */
public enum Trouble {
    /** The secret or certificate is wrong or expired, or our application is unknown or disabled. */
    CREDENTIAL,
    /** The tenant itself is not known to the authority. */
    TENANT,
    /** Our application lacks a permission. */
    PERMISSION,
    /** The tenant has stopped all invitations; only its operator or the vendor can lift that. */
    INVITATIONS_STOPPED,
    /** Name, route, proxy or certificate authority: there is no connection. */
    CONNECTION,
    /** The directory answers, but only with errors, or asks us to wait. */
    SERVICE
}
