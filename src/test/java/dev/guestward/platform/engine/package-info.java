@NullMarked
package dev.guestward.platform.engine;

import org.jspecify.annotations.NullMarked;
