/**
 * Sign-in and rights. Who somebody is comes from Entra, a local list or a token; what they may do comes from the people
 * table at the time of each request. {@link dev.guestward.people.Viewer} is a parameter that every controller can take.
 *
 * <p>Everything asks for sign-in unless it is named: a module names what is open to everybody with a bean of type {@link
 * dev.guestward.platform.security.PublicPath}.
 */
@NamedInterface("security")
@NullMarked
package dev.guestward.platform.security;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
