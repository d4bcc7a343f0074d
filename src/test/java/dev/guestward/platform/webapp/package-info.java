@NullMarked
package dev.guestward.platform.webapp;

import org.jspecify.annotations.NullMarked;
