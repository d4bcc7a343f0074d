package dev.guestward.problem;

import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;

/** Tells the database's absences, in which nothing is wrong with what was worked on, from everything else. */
public final class DatabaseAway {
    private DatabaseAway() {}

    /** Whether it may work in a moment: the database was away or busy. The same that {@link RestProblems} answers with 503. */
    public static boolean explains(RuntimeException failure) {
        return failure instanceof TransientDataAccessException
                || failure instanceof DataAccessResourceFailureException
                || failure instanceof CannotCreateTransactionException
                || failure instanceof TransactionSystemException;
    }

    /** For work in many parts, of which one that fails must not stop the others: while the database is away, all have to wait. */
    public static void rethrow(RuntimeException failure) {
        if (explains(failure)) {
            throw failure;
        }
    }
}
