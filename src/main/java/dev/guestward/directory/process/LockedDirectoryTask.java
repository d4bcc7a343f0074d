package dev.guestward.directory.process;

/**
 * A task this node has locked.
 *
 * @param key stays the same over retries, and differs when the workflow comes to the same step again
 * @param businessKey the guest's id
 * @param priority as the model gives it; higher is sooner
 */
public record LockedDirectoryTask(String id, String key, String businessKey, long priority) {}
