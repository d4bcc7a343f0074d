package dev.guestward.desk;

import dev.guestward.platform.security.LargeBody;
import dev.guestward.platform.security.PublicPath;
import jakarta.servlet.MultipartConfigElement;
import java.time.Duration;
import java.util.Locale;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.unit.DataSize;
import org.springframework.web.servlet.LocaleResolver;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.i18n.CookieLocaleResolver;
import org.springframework.web.servlet.i18n.LocaleChangeInterceptor;

/** Languages of the desk, and its files, which the error pages need before anybody has signed in. */
@Configuration(proxyBeanMethods = false)
class DeskConfiguration implements WebMvcConfigurer {
    static final String LANGUAGE = "lang";

    @Bean
    PublicPath deskFiles() {
        return new PublicPath("/desk/**");
    }

    /** Nothing is behind it unless sign-up is wanted. */
    @Bean
    PublicPath signUpPages() {
        return new PublicPath("/sign-up/**");
    }

    /** How much a file may really have is judged in words; this only has to be above it. */
    @Bean
    LargeBody fileOfGuestsPage(MultipartConfigElement forms) {
        return new LargeBody("/invitations/bulk", DataSize.ofBytes(forms.getMaxRequestSize()));
    }

    /** What the person chose, or else what the browser asks for, as far as we speak it. */
    @Bean
    LocaleResolver localeResolver() {
        CookieLocaleResolver resolver = new CookieLocaleResolver("GUESTWARD_LANGUAGE");
        resolver.setCookieMaxAge(Duration.ofDays(365));
        resolver.setCookieHttpOnly(true);
        resolver.setCookieSameSite("Lax");
        resolver.setRejectInvalidCookies(false);
        resolver.setDefaultLocaleFunction(
                request -> request.getHeader("Accept-Language") == null ? Locale.ENGLISH : spoken(request.getLocale()));
        return resolver;
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        LocaleChangeInterceptor interceptor = new LocaleChangeInterceptor() {
            @Override
            protected Locale parseLocaleValue(String value) {
                return spoken(Locale.forLanguageTag(value));
            }
        };
        interceptor.setParamName(LANGUAGE);
        interceptor.setHttpMethods("GET");
        registry.addInterceptor(interceptor).excludePathPatterns("/api/**", "/graph/**", "/webjars/**", "/desk/**");
    }

    private static Locale spoken(Locale asked) {
        return asked.getLanguage().equals(Locale.GERMAN.getLanguage()) ? Locale.GERMAN : Locale.ENGLISH;
    }
}
