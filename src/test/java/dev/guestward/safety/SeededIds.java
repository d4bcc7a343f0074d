package dev.guestward.safety;

import java.security.Provider;
import java.security.SecureRandomSpi;
import java.security.Security;
import java.util.Random;

/**
 * Makes {@code UUID.randomUUID} of one thread follow from a seed, so that what is ordered by id is ordered alike in every run.
 * To be set up before anybody asks for the first id, in a virtual machine that serves nothing else.
 */
final class SeededIds {
    private static final Random OTHERS = new Random();
    private static Random random = new Random();
    private static Thread owner = Thread.currentThread();

    private SeededIds() {}

    /** Before anybody asks for an id: where the first one comes from, all others do. */
    static void prepare() {
        if (Security.getProvider(Seeded.NAME) == null) {
            Security.insertProviderAt(new Seeded(), 1);
        }
    }

    /** From now on this thread's ids follow from the seed. */
    static void begin(long seed) {
        prepare();
        owner = Thread.currentThread();
        random = new Random(seed);
    }

    /** Found by name. */
    public static final class Seeded extends Provider {
        static final String NAME = "SeededIds";
        private static final long serialVersionUID = 1L;

        Seeded() {
            super(NAME, "1", "ids that follow from a seed");
            putService(new Service(this, "SecureRandom", NAME, Numbers.class.getName(), null, null));
        }
    }

    /** Made by the provider. */
    public static final class Numbers extends SecureRandomSpi {
        private static final long serialVersionUID = 1L;

        @Override
        protected void engineSetSeed(byte[] seed) {
            // it follows from ours alone
        }

        @Override
        protected void engineNextBytes(byte[] bytes) {
            (Thread.currentThread() == owner ? random : OTHERS).nextBytes(bytes);
        }

        @Override
        protected byte[] engineGenerateSeed(int bytes) {
            byte[] seed = new byte[bytes];
            engineNextBytes(seed);
            return seed;
        }
    }
}
