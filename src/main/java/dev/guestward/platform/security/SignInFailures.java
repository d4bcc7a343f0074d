package dev.guestward.platform.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.DisabledException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;
import org.springframework.stereotype.Component;

/** Sends people whose sign-in failed to the page that says what they can do. */
@Component
class SignInFailures implements AuthenticationFailureHandler {
    private static final Logger log = LoggerFactory.getLogger(SignInFailures.class);

    @Override
    public void onAuthenticationFailure(
            HttpServletRequest request, HttpServletResponse response, AuthenticationException why) throws IOException {
        response.sendRedirect(request.getContextPath() + page(why));
    }

    private static String page(AuthenticationException why) {
        if (why instanceof DisabledException
                || (why instanceof OAuth2AuthenticationException refused
                        && refused.getError().getErrorCode().equals(OrganisationUsers.NOT_ADMITTED))) {
            return "/login/refused";
        }
        if (why instanceof BadCredentialsException) {
            return "/login?problem=credentials";
        }
        log.warn("A sign-in failed: {}", why.getMessage(), why);
        return "/login?problem=unavailable";
    }
}
