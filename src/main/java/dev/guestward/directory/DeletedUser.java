package dev.guestward.directory;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A user in the recycle bin: restorable for 30 days from {@code deletedAt}, then gone for good. */
public record DeletedUser(ObjectId id, @Nullable Instant deletedAt) {}
