package dev.guestward.platform.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.Semaphore;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.web.ServerProperties;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Keeps a tenth of the web server's threads for the webhook and for probes, which hold none for long: however many people
 * wait for slow pages, Graph and the load balancer are answered.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class KeptThreads extends OncePerRequestFilter {
    private final Semaphore free;

    @Autowired
    KeptThreads(ServerProperties server) {
        this(Math.max(1, server.getTomcat().getThreads().getMax() * 9 / 10));
    }

    KeptThreads(int forPeople) {
        this.free = new Semaphore(forPeople);
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        String path = request.getRequestURI();
        return path.startsWith("/graph/") || path.startsWith("/actuator/health");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (!free.tryAcquire()) {
            response.setHeader(HttpHeaders.RETRY_AFTER, "2");
            response.setStatus(HttpStatus.SERVICE_UNAVAILABLE.value());
            return;
        }
        try {
            chain.doFilter(request, response);
        } finally {
            free.release();
        }
    }
}
