package dev.guestward.platform.webapp;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Gives each request a nonce of its own. The web applications keep the nonce of the content policy where all requests
 * share it, so that under load a page is written with one nonce and sent with another; the browser then runs none of its
 * scripts and the page stays empty.
 */
class SteadyNonce extends OncePerRequestFilter {
    private static final String NONCE = "org.camunda.bpm.csp.nonce";

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        ServletContext own = contextWithOwnNonce(request);
        chain.doFilter(
                new HttpServletRequestWrapper(request) {
                    @Override
                    public ServletContext getServletContext() {
                        return own;
                    }
                },
                response);
    }

    private static ServletContext contextWithOwnNonce(HttpServletRequest request) {
        ServletContext shared = request.getServletContext();
        return (ServletContext) Proxy.newProxyInstance(
                SteadyNonce.class.getClassLoader(),
                new Class<?>[] {ServletContext.class},
                (proxy, method, arguments) -> call(request, shared, method, arguments));
    }

    private static @Nullable Object call(
            HttpServletRequest request, ServletContext shared, Method method, Object @Nullable [] arguments)
            throws Throwable {
        if (arguments != null && arguments.length > 0 && NONCE.equals(arguments[0])) {
            switch (method.getName()) {
                case "getAttribute":
                    return request.getAttribute(NONCE);
                case "setAttribute":
                    request.setAttribute(NONCE, arguments[1]);
                    return null;
                default:
                    break;
            }
        }
        try {
            return method.invoke(shared, arguments);
        } catch (InvocationTargetException e) {
            throw e.getTargetException();
        }
    }
}
