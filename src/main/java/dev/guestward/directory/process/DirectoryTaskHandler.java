package dev.guestward.directory.process;

/**
 * Does the work of one topic. May be called again for the same task, also on another node, also after a crash: what was
 * done already is known from the effect row and from the directory, not from the task.
 */
public interface DirectoryTaskHandler {
    Outcome handle(LockedDirectoryTask task);
}
