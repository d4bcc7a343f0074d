package dev.guestward.platform.security;

import dev.guestward.people.Viewer;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.core.MethodParameter;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Gives controllers the {@link Viewer} they name as a parameter, or an {@code Optional} of it on public pages. */
@Component
class ViewerArguments implements HandlerMethodArgumentResolver, WebMvcConfigurer {
    ViewerArguments() {
        // it is not sent by callers and has no place in the description of the API
        SpringDocUtils.getConfig().addRequestWrapperToIgnore(Viewer.class);
    }

    @Override
    public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(this);
    }

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.nestedIfOptional().getNestedParameterType() == Viewer.class;
    }

    @Override
    public Object resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer container,
            NativeWebRequest request,
            @Nullable WebDataBinderFactory binders) {
        Optional<Viewer> viewer =
                SecurityContextHolder.getContext().getAuthentication() instanceof PersonAuthentication person
                        ? Optional.of(person.getPrincipal())
                        : Optional.empty();
        if (parameter.isOptional()) {
            return viewer;
        }
        return viewer.orElseThrow(() -> new AccessDeniedException("nobody is signed in"));
    }
}
