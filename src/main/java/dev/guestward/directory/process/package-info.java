/**
 * The worker behind the external tasks {@code directory.*}: it wakes handlers up, and finishes a task in the same
 * transaction as the handler's records. It decides nothing itself.
 */
@NamedInterface("process")
@NullMarked
package dev.guestward.directory.process;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
