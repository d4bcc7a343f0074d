package dev.guestward.bulk.web;

import dev.guestward.platform.security.LargeBody;
import jakarta.servlet.MultipartConfigElement;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.unit.DataSize;

/** Lets files come in that are larger than other bodies. */
@Configuration(proxyBeanMethods = false)
class BulkConfiguration {
    /** How much a file may really have is judged in words; this only has to be above it. */
    @Bean
    LargeBody fileOfGuests(MultipartConfigElement forms) {
        return new LargeBody("/api/invitations/bulk", DataSize.ofBytes(forms.getMaxRequestSize()));
    }
}
