package dev.guestward.expiry;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Where letters to staff lead. */
@Component
class TasklistLink {
    private final String url;

    TasklistLink(@Value("${guestward.public-url:}") String publicUrl, @Value("${server.port:8080}") int port) {
        this.url = (publicUrl.isBlank() ? "http://localhost:" + port : publicUrl.replaceAll("/+$", ""))
                + "/camunda/app/tasklist/default/";
    }

    String url() {
        return url;
    }
}
