package dev.guestward.benchmark;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServer;
import org.springframework.web.context.support.GenericWebApplicationContext;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerResponse;

/** What a post costs with Spring and its web server alone: the body is read and parsed, nothing is stored, 202. */
final class PlainEndpoint implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PATH = "/plain";

    private final WebServer server;

    PlainEndpoint() {
        GenericWebApplicationContext context = new GenericWebApplicationContext();
        context.registerBean("routes", RouterFunction.class, PlainEndpoint::routes);
        server = new TomcatServletWebServerFactory(0)
                .getWebServer(servlets -> servlets.addServlet("plain", new DispatcherServlet(context))
                        .addMapping("/"));
        server.start();
    }

    private static RouterFunction<ServerResponse> routes() {
        return RouterFunctions.route()
                .POST(PATH, request -> {
                    JSON.readTree(request.body(byte[].class));
                    return ServerResponse.accepted().build();
                })
                .build();
    }

    URI url() {
        return URI.create("http://localhost:" + server.getPort() + PATH);
    }

    @Override
    public void close() {
        server.stop();
    }
}
