package dev.guestward.simulatedtenant;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.thymeleaf.TemplateEngine;
import org.thymeleaf.context.Context;
import org.thymeleaf.templateresolver.ClassLoaderTemplateResolver;

/** Turns templates into pages. */
final class Pages {
    private static final String WEBJAR = "META-INF/resources/webjars/bootstrap/5.3.8/css/bootstrap.min.css";
    private static final String POLICY = "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
            + " frame-src 'self'; base-uri 'self'; frame-ancestors 'none'";

    private final TemplateEngine engine = new TemplateEngine();

    Pages() {
        var resolver = new ClassLoaderTemplateResolver(Pages.class.getClassLoader());
        resolver.setPrefix("simulatedtenant/");
        resolver.setSuffix(".html");
        resolver.setCharacterEncoding("UTF-8");
        engine.setTemplateResolver(resolver);
    }

    void addTo(Router<Handler> router) {
        router.add("GET /assets/bootstrap.css", request -> resource(WEBJAR));
        router.add("GET /assets/tenant.css", request -> resource("simulatedtenant/tenant.css"));
    }

    /** A page with the tenant's own frame around it. */
    Response page(int status, String template, String title, Map<String, Object> model) {
        var content = engine.process(template, new Context(Locale.ENGLISH, model));
        var frame = new LinkedHashMap<String, Object>();
        frame.put("title", title);
        frame.put("content", content);
        frame.put("template", template);
        return Response.html(status, engine.process("layout", new Context(Locale.ENGLISH, frame)))
                .withHeader("Content-Security-Policy", POLICY)
                .withHeader("X-Content-Type-Options", "nosniff")
                .withHeader("Referrer-Policy", "no-referrer")
                .withHeader("Cache-Control", "no-store");
    }

    /** A page that says what is wrong. */
    Response problem(int status, String code, String text) {
        return page(status, "message", "That did not work", Map.of("text", text, "code", code));
    }

    private static Response resource(String name) {
        try (var stream = Pages.class.getClassLoader().getResourceAsStream(name)) {
            if (stream == null) {
                return Response.html(404, "");
            }
            return new Response(
                    200,
                    Map.of("Content-Type", "text/css; charset=utf-8", "Cache-Control", "max-age=3600"),
                    stream.readAllBytes());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
