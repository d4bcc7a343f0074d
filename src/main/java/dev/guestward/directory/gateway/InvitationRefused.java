package dev.guestward.directory.gateway;

/**
 * A rule of the tenant has refused an invitation. Published after the refusal is committed, on the node that was refused, at
 * most once; for those who want to look at the rules again.
 */
public record InvitationRefused() {}
