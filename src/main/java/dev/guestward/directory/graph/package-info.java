/** The Microsoft Graph adapter. Nothing outside this package imports the SDK. */
@NullMarked
package dev.guestward.directory.graph;

import org.jspecify.annotations.NullMarked;
