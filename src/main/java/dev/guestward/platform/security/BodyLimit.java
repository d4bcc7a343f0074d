package dev.guestward.platform.security;

import dev.guestward.problem.TooLarge;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.security.authentication.InsufficientAuthenticationException;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Lets nobody send more than the product can hold. Stands before everything that might read a body: the check against
 * forged requests asks for a parameter, and to find one the container would write a form with files to the disk first,
 * whoever sent it. Forms with files are therefore taken only where a {@link LargeBody} says so, and only from people who
 * are signed in.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 5)
class BodyLimit extends OncePerRequestFilter {
    static final DataSize LARGEST = DataSize.ofMegabytes(1);

    /** It reads without holding a thread, with a limit of its own. */
    private static final String WEBHOOK = "/graph/";

    private static final String API = "/api/";
    /** Of what is refused as much is taken, so that whoever sent a little too much reads the answer. */
    private static final long MOST_DROPPED = DataSize.ofMegabytes(16).toBytes();

    private static final Duration LONGEST_DROPPING = Duration.ofSeconds(5);

    private final List<LargeBody> larger;
    private final ProblemAnswers problems;
    private final HttpSessionSecurityContextRepository sessions = new HttpSessionSecurityContextRepository();
    private final PageEntry entry = new PageEntry();

    BodyLimit(List<LargeBody> larger, ProblemAnswers problems) {
        this.larger = List.copyOf(larger);
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String path = request.getRequestURI().substring(request.getContextPath().length());
        if (path.startsWith(WEBHOOK)) {
            chain.doFilter(request, response);
            return;
        }
        Optional<LargeBody> named = larger.stream()
                .filter(one -> one.path().equals(path) && request.getMethod().equals("POST"))
                .findAny();
        if (isForm(request) && named.isEmpty()) {
            problems.send(
                    response, HttpStatus.UNSUPPORTED_MEDIA_TYPE, "This address does not take a body of that type.");
            return;
        }
        // the API's chain asks who is there without a look at the body, a page's does not
        if (named.isPresent() && !path.startsWith(API) && !sessions.containsContext(request)) {
            entry.commence(request, response, new InsufficientAuthenticationException("sign in first"));
            return;
        }
        DataSize largest = named.map(LargeBody::largest).orElse(LARGEST);
        if (request.getContentLengthLong() > largest.toBytes()) {
            refuse(request, response, new TooLarge(words(largest)));
            return;
        }
        pass(request, response, chain, largest);
    }

    private void pass(HttpServletRequest request, HttpServletResponse response, FilterChain chain, DataSize largest)
            throws ServletException, IOException {
        if (request.getContentLengthLong() >= 0 || request.getHeader("Transfer-Encoding") == null) {
            chain.doFilter(request, response); // the container gives nobody more than was announced
            return;
        }
        Counted counted = new Counted(request, largest);
        try {
            chain.doFilter(counted, response);
        } catch (IOException | ServletException | RuntimeException e) {
            Optional<TooLarge> tooLarge = TooLarge.behind(e);
            if (tooLarge.isEmpty() || response.isCommitted()) {
                throw e;
            }
            response.reset();
            refuse(request, response, tooLarge.get());
            return;
        }
        if (counted.isTooLarge()) {
            response.flushBuffer();
            drop(request);
        }
    }

    private static boolean isForm(HttpServletRequest request) {
        String type = request.getContentType();
        return type != null && type.strip().toLowerCase(Locale.ROOT).startsWith("multipart/");
    }

    private static String words(DataSize largest) {
        return "The body is too large: this address takes " + largest.toMegabytes() + " MB at most.";
    }

    private void refuse(HttpServletRequest request, HttpServletResponse response, TooLarge why) throws IOException {
        problems.send(response, HttpStatus.PAYLOAD_TOO_LARGE, String.valueOf(why.getMessage()));
        response.flushBuffer();
        drop(request);
    }

    private static void drop(HttpServletRequest request) {
        if (request.getHeader("Expect") != null) {
            return; // whoever asks first sends nothing now
        }
        byte[] into = new byte[8192];
        long until = System.nanoTime() + LONGEST_DROPPING.toNanos();
        try {
            ServletInputStream in = request.getInputStream();
            long dropped = 0;
            for (int read = 0; read >= 0 && dropped < MOST_DROPPED && System.nanoTime() < until; dropped += read) {
                read = in.read(into);
            }
        } catch (IOException e) {
            // they have heard enough
        }
    }

    /** Counts what is read, for bodies that do not say how long they are. */
    private static final class Counted extends HttpServletRequestWrapper {
        private final DataSize largest;
        private @Nullable CountedStream stream;

        Counted(HttpServletRequest request, DataSize largest) {
            super(request);
            this.largest = largest;
        }

        boolean isTooLarge() {
            return stream != null && stream.isTooLarge();
        }

        @Override
        public ServletInputStream getInputStream() throws IOException {
            CountedStream present = stream;
            if (present == null) {
                present = new CountedStream(super.getInputStream(), largest);
                stream = present;
            }
            return present;
        }

        @Override
        public BufferedReader getReader() throws IOException {
            String encoding = getCharacterEncoding();
            return new BufferedReader(new InputStreamReader(
                    getInputStream(), encoding == null ? StandardCharsets.ISO_8859_1 : Charset.forName(encoding)));
        }
    }

    private static final class CountedStream extends ServletInputStream {
        private final ServletInputStream in;
        private final DataSize largest;
        private long read;

        CountedStream(ServletInputStream in, DataSize largest) {
            this.in = in;
            this.largest = largest;
        }

        boolean isTooLarge() {
            return read > largest.toBytes();
        }

        @Override
        public int read() throws IOException {
            int one = in.read();
            count(one < 0 ? 0 : 1);
            return one;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int some = in.read(into, offset, length);
            count(Math.max(0, some));
            return some;
        }

        private void count(int more) throws TooLarge {
            read += more;
            if (isTooLarge()) {
                throw new TooLarge(words(largest));
            }
        }

        @Override
        public boolean isFinished() {
            return in.isFinished();
        }

        @Override
        public boolean isReady() {
            return in.isReady();
        }

        @Override
        public void setReadListener(ReadListener listener) {
            in.setReadListener(listener);
        }
    }
}
