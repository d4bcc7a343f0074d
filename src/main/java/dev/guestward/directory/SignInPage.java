package dev.guestward.directory;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page, up to 500 accounts, of sign-in activity.
 *
 * @param next the cursor of the next page; null on the last one
 */
public record SignInPage(List<SignIn> signIns, @Nullable String next) {}
