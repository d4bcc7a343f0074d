package dev.guestward.platform;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What stands at the head of {@code /v3/api-docs}. */
@Configuration(proxyBeanMethods = false)
class ApiDescription {
    @Bean
    OpenAPI openApi(@Value("${spring.application.version:}") String version) {
        return new OpenAPI()
                .info(new Info()
                        .title("Guestward")
                        .version(version)
                        .description("Guests of partner clinics: requests, register and timeline. Errors are problem"
                                + " documents (RFC 9457) with the fields they are about."));
    }
}
