package dev.guestward.platform.webapp;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Keeps one plugin script from stopping a whole web application, which does not start when any of them is missing, does
 * not parse or throws. Each is handed out as a small module that loads the real one and stands in for it if that fails.
 */
class PluginGuard extends OncePerRequestFilter {
    private static final String GUARDED = "guarded";

    /** The scripts that come with the web applications are of another kind and loaded in another way. */
    private static final Pattern PLUGIN = Pattern.compile(
            "/camunda/api/(tasklist|cockpit|admin|welcome)/plugin/(?!(tasklist|cockpit|admin|welcome)Plugins/)"
                    + "[\\w-]+/static/app/plugin\\.js");

    private static final Pattern CUSTOM_SCRIPT =
            Pattern.compile("/camunda/app/(tasklist|cockpit|admin|welcome)/scripts/(?!config\\.js$)[\\w/-]+\\.js");

    private static final String MODULE = """
            let plugins = [];
            try {
              plugins = (await import(%s)).default ?? [];
            } catch (problem) {
              console.warn('This plugin is left out: ' + %s, String(problem));
            }
            export default plugins;
            """;

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        // only what the applications load as a plugin carries their version
        boolean asPlugin = request.getMethod().equals("GET")
                && request.getParameter("bust") != null
                && request.getParameter(GUARDED) == null;
        String path = request.getRequestURI().substring(request.getContextPath().length());
        if (!asPlugin
                || !(PLUGIN.matcher(path).matches()
                        || CUSTOM_SCRIPT.matcher(path).matches())) {
            chain.doFilter(request, response);
            return;
        }
        String real = "'" + request.getRequestURI() + "?" + GUARDED + "=1'";
        byte[] module = MODULE.formatted(real, real).getBytes(StandardCharsets.UTF_8);
        response.setContentType("text/javascript;charset=UTF-8");
        response.setHeader("Cache-Control", "no-cache");
        response.setContentLength(module.length);
        response.getOutputStream().write(module);
    }
}
