@NullMarked
package dev.guestward.platform.database;

import org.jspecify.annotations.NullMarked;
