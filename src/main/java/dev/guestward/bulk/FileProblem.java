package dev.guestward.bulk;

import org.jspecify.annotations.Nullable;

/**
 * What is wrong at one place of a file.
 *
 * @param line counted from 1, as an editor shows it; null for the file as a whole
 * @param column counted from 1; null for the whole line
 * @param field heading of the column
 * @param message a sentence for the person who sent it; never repeats what stands in the file
 */
public record FileProblem(
        @Nullable Integer line,
        @Nullable Integer column,
        @Nullable String field,
        String message) {}
