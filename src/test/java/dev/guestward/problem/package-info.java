@NullMarked
package dev.guestward.problem;

import org.jspecify.annotations.NullMarked;
