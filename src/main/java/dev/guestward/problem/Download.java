package dev.guestward.problem;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;

/**
 * A file as an answer. It is written by the request's own thread: an asynchronous answer would be cut by the web server's time
 * limit for those, however well it comes along.
 */
public final class Download {
    private Download() {}

    /** Writes the file piece by piece. */
    @FunctionalInterface
    public interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /** What goes wrong before anything has left is answered as any other problem; afterwards the line is cut. */
    public static void send(HttpServletResponse response, String type, String name, Content content)
            throws IOException {
        response.setContentType(type);
        response.setHeader(
                HttpHeaders.CONTENT_DISPOSITION,
                ContentDisposition.attachment().filename(name).build().toString());
        try {
            content.writeTo(response.getOutputStream());
        } catch (IOException | RuntimeException e) {
            if (response.isCommitted()) {
                throw new BrokenOff(e);
            }
            response.reset();
            throw e;
        }
    }

    /** Part of a file is under way, and the rest does not come. */
    static final class BrokenOff extends IOException {
        private static final long serialVersionUID = 1;

        BrokenOff(Exception cause) {
            super("A download was broken off", cause);
        }
    }
}
