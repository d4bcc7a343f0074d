package dev.guestward.readiness;

import dev.guestward.directory.DirectoryUnavailable;
import dev.guestward.directory.Trouble;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the tenant said of one of its rules.
 *
 * @param value null if it could not be read
 * @param failure why not
 */
record Reading<T>(@Nullable T value, @Nullable Failure failure) {

    /** @param code what the directory or the network said, without names */
    record Failure(Trouble trouble, String code) {}

    static <T> Reading<T> of(Supplier<T> read) {
        try {
            return new Reading<>(read.get(), null);
        } catch (DirectoryUnavailable e) {
            return new Reading<>(null, new Failure(e.trouble(), String.valueOf(e.getMessage())));
        }
    }
}
