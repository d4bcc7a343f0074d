package dev.guestward.clinic;

import java.util.Set;
import java.util.UUID;

/**
 * A partner organization.
 *
 * @param key short name used in addresses, settings and files
 * @param domains mail domains of its clinicians, in lower case
 * @param ownerApproves whether the application's owner must approve before one of its clinicians is invited
 */
public record Clinic(UUID id, String key, String name, Set<String> domains, boolean ownerApproves) {}
