package dev.guestward.desk;

import dev.guestward.platform.security.LargeBody;
import dev.guestward.platform.security.PublicPath;
import jakarta.servlet.MultipartConfigElement;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Locale;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.i18n.LocaleContext;
import org.springframework.context.i18n.SimpleLocaleContext;
import org.springframework.http.HttpHeaders;
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

    /**
     * What the person chose, or else what the browser asks for, as far as we speak it. Tasklist and our forms in it only know what the
     * browser asks for, and a list says in which language it is drawn: what they fetch is in that one.
     */
    @Bean
    LocaleResolver localeResolver() {
        CookieLocaleResolver resolver = new CookieLocaleResolver("GUESTWARD_LANGUAGE") {
            @Override
            public Locale resolveLocale(HttpServletRequest request) {
                return isFetched(request) ? asked(request) : super.resolveLocale(request);
            }

            @Override
            public LocaleContext resolveLocaleContext(HttpServletRequest request) {
                return isFetched(request)
                        ? new SimpleLocaleContext(asked(request))
                        : super.resolveLocaleContext(request);
            }
        };
        resolver.setCookieMaxAge(Duration.ofDays(365));
        resolver.setCookieHttpOnly(true);
        resolver.setCookieSameSite("Lax");
        resolver.setRejectInvalidCookies(false);
        resolver.setDefaultLocaleFunction(DeskConfiguration::asked);
        return resolver;
    }

    private static boolean isFetched(HttpServletRequest request) {
        String path = request.getRequestURI().substring(request.getContextPath().length());
        return path.startsWith("/tasklist-data/") || path.startsWith("/review-data/");
    }

    private static Locale asked(HttpServletRequest request) {
        return request.getHeader(HttpHeaders.ACCEPT_LANGUAGE) == null ? Locale.ENGLISH : spoken(request.getLocale());
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
