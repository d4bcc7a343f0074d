package dev.guestward.bulk;

import java.util.List;

/** A file that is not acceptable. All of it was looked at and nothing of it was kept. */
public class FileRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What is shown of a file in which nearly everything is wrong. */
    public static final int MOST_SHOWN = 200;

    private final transient List<FileProblem> problems;
    private final int total;

    FileRefused(List<FileProblem> problems) {
        super("A file with " + problems.size() + " problems");
        this.total = problems.size();
        this.problems = List.copyOf(problems.subList(0, Math.min(MOST_SHOWN, total)));
    }

    /** The first ones, in the order of the file. */
    public List<FileProblem> problems() {
        return problems;
    }

    /** How many there are, also of those that are not shown. */
    public int total() {
        return total;
    }
}
