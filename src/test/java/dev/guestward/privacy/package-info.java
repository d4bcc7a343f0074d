/** Where personal data may be, and a search for it everywhere else. */
@org.jspecify.annotations.NullMarked
package dev.guestward.privacy;
