package dev.guestward.directory;

/** The tenant's users and groups: what can be seen ({@link DirectoryReads}) and what can be done ({@link DirectoryActs}). */
public interface GuestDirectory extends DirectoryReads, DirectoryActs {}
