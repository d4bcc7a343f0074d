/**
 * The ledger of acts on the tenant. The effect row is the only truth about an act: it is committed as SENT before the
 * call leaves, so that after a crash the next attempt knows that it must read back before it repeats anything.
 */
@NamedInterface("effect")
@NullMarked
package dev.guestward.directory.effect;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
