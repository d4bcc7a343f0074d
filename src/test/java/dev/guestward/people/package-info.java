@NullMarked
package dev.guestward.people;

import org.jspecify.annotations.NullMarked;
