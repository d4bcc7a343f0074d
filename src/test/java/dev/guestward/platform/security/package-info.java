@NullMarked
package dev.guestward.platform.security;

import org.jspecify.annotations.NullMarked;
