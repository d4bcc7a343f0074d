package dev.guestward;

import org.junit.jupiter.api.Test;

class SmokeTest {
    @Test
    void t() throws Exception {
        try (var pg =
                io.zonky.test.db.postgres.embedded.EmbeddedPostgres.builder().start()) {
            System.out.println(pg.getPort());
        }
    }
}
