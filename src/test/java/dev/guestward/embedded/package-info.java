/** The product with everything around it in one virtual machine, for tests and for {@code spring-boot:test-run}. */
@NullMarked
package dev.guestward.embedded;

import org.jspecify.annotations.NullMarked;
