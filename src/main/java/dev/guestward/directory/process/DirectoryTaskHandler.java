package dev.guestward.directory.process;

/**
 * Says what a topic's task wishes for, and how the workflow goes on. Is called again whenever an effect of the task is
 * settled, also on another node, also after a crash: it plans the same effects under the same keys and decides by their
 * states alone.
 */
public interface DirectoryTaskHandler {
    Outcome handle(LockedDirectoryTask task);
}
