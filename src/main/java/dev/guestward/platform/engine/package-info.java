/**
 * The engine: its settings beyond {@code application.yaml}, the people and rights it sees, how models get into it, and
 * the cures for the holes of its last free release.
 *
 * <p>For modules with workflows: {@link dev.guestward.platform.engine.ProcessBean} marks the beans that models may
 * call, {@link dev.guestward.platform.engine.StartRight} lets people start a workflow from Tasklist.
 */
@NamedInterface("engine")
@NullMarked
package dev.guestward.platform.engine;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
