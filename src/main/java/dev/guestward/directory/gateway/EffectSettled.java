package dev.guestward.directory.gateway;

import java.util.UUID;

/**
 * An effect has its final state. Published after the commit, at least once, for effects that an external task waits for.
 */
public record EffectSettled(UUID effect, String taskId) {}
