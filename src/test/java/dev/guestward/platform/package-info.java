@NullMarked
package dev.guestward.platform;

import org.jspecify.annotations.NullMarked;
