package dev.guestward.desk;

import java.util.List;
import java.util.Set;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.http.server.PathContainer;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.util.pattern.PathPattern;

/** Knows which addresses can be asked for with GET. Some take forms only. */
@Component
class AskablePages {
    private final ObjectProvider<RequestMappingHandlerMapping> mapping;

    /** The mappings are asked when a page is made: they are built after what they map to. */
    AskablePages(@Qualifier("requestMappingHandlerMapping") ObjectProvider<RequestMappingHandlerMapping> mapping) {
        this.mapping = mapping;
    }

    /** The address itself, or the next one above it that there is a page for. */
    String above(String path) {
        List<PathPattern> pages = mapping.getObject().getHandlerMethods().keySet().stream()
                .filter(AskablePages::takesGet)
                .flatMap(info -> patterns(info).stream())
                .toList();
        String above = path;
        while (above.lastIndexOf('/') > 0 && !isThere(above, pages)) {
            above = above.substring(0, above.lastIndexOf('/'));
        }
        return isThere(above, pages) ? above : "/";
    }

    private static boolean isThere(String path, List<PathPattern> pages) {
        PathContainer address = PathContainer.parsePath(path);
        return pages.stream().anyMatch(page -> page.matches(address));
    }

    private static boolean takesGet(RequestMappingInfo info) {
        Set<RequestMethod> methods = info.getMethodsCondition().getMethods();
        return methods.isEmpty() || methods.contains(RequestMethod.GET);
    }

    private static Set<PathPattern> patterns(RequestMappingInfo info) {
        return info.getPathPatternsCondition() == null
                ? Set.of()
                : info.getPathPatternsCondition().getPatterns();
    }
}
