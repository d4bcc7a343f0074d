package dev.guestward.mail;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Where the links in letters lead: the product's own address, as people reach it. */
@Component
public class ProductAddress {
    private static final String TASKLIST = "/camunda/app/tasklist/default/";

    private final String root;

    ProductAddress(@Value("${guestward.public-url:}") String publicUrl, @Value("${server.port:8080}") int port) {
        this.root = publicUrl.isBlank() ? "http://localhost:" + port : publicUrl.replaceAll("/+$", "");
    }

    /** @param path begins with a slash */
    public String of(String path) {
        return root + path;
    }

    /** The list of one's tasks. */
    public String tasklist() {
        return of(TASKLIST);
    }
}
