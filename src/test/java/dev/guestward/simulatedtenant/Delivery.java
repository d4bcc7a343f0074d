package dev.guestward.simulatedtenant;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * How fast an answer travels. Waits in the thread of its connection, which holds no lock by then and ends with the
 * first byte nobody takes, or when the tenant closes.
 *
 * @param delayMillis silence before the answer
 * @param bytesPerSecond how the body trickles; 0 is at once
 */
record Delivery(long delayMillis, double bytesPerSecond) {
    static final Delivery AT_ONCE = new Delivery(0, 0);

    /** An answer without a body trickles its head, of which the other side sees nothing until it is complete. */
    private static final int BYTES_OF_A_HEAD = 120;

    private static final int STEPS_PER_SECOND = 20;

    /** Both of them: the parts of a batch wait for the slowest. */
    Delivery and(Delivery other) {
        double rate = bytesPerSecond == 0 || other.bytesPerSecond == 0
                ? Math.max(bytesPerSecond, other.bytesPerSecond)
                : Math.min(bytesPerSecond, other.bytesPerSecond);
        return new Delivery(Math.max(delayMillis, other.delayMillis), rate);
    }

    void beforeHead(boolean empty, CountDownLatch closing) throws IOException {
        long head = empty && bytesPerSecond > 0 ? (long) (1000 * BYTES_OF_A_HEAD / bytesPerSecond) : 0;
        pause(delayMillis + head, closing);
    }

    void write(byte[] body, OutputStream out, CountDownLatch closing) throws IOException {
        if (bytesPerSecond == 0) {
            out.write(body);
            return;
        }
        int step = (int) Math.max(1, bytesPerSecond / STEPS_PER_SECOND);
        for (int start = 0; start < body.length; start += step) {
            pause((long) (1000 * step / bytesPerSecond), closing);
            out.write(body, start, Math.min(step, body.length - start));
            out.flush();
        }
    }

    private static void pause(long millis, CountDownLatch closing) throws IOException {
        if (millis <= 0) {
            return;
        }
        try {
            if (closing.await(millis, TimeUnit.MILLISECONDS)) {
                throw new IOException("the tenant is closing");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the tenant is closing", e);
        }
    }
}
