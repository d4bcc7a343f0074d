package dev.guestward.safety;

import java.nio.file.Path;

/**
 * The product without one of its safety rules.
 *
 * @param rule the rule that is taken out, in words
 * @param file the one source that is changed
 * @param text stands in it exactly once
 * @param instead what stands there in the mutant
 * @param witness the test that has to notice
 * @param everyTime whether it is tried with every build, not only with all the others
 */
record Mutant(String rule, Path file, String text, String instead, String witness, boolean everyTime) {
    /** Tried with every build. */
    Mutant always() {
        return new Mutant(rule, file, text, instead, witness, true);
    }

    /**
     * The changed source.
     *
     * @throws IllegalStateException if the text does not stand there exactly once any more
     */
    String in(String source) {
        int at = source.indexOf(text);
        if (at < 0 || source.indexOf(text, at + 1) >= 0) {
            throw new IllegalStateException(
                    "\"" + rule + "\" is not taken out of " + file + " by this change any more: " + text);
        }
        return source.substring(0, at) + instead + source.substring(at + text.length());
    }
}
