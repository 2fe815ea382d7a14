package org.teei.csr.api.shared;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** The routes of our controllers, as method and pattern. */
public final class Routes {
  private Routes() {}

  public static Set<String> of(Api api) {
    return api.beans(RequestMappingHandlerMapping.class).stream()
        .flatMap(mapping -> mapping.getHandlerMethods().entrySet().stream())
        .filter(entry -> entry.getValue().getBeanType().getName().startsWith("org.teei.csr"))
        .flatMap(entry ->
            entry.getKey().getPatternValues().stream()
                .filter(pattern -> !pattern.equals("/error"))
                .flatMap(pattern ->
                    entry.getKey().getMethodsCondition().getMethods().stream()
                        .map(RequestMethod::name)
                        .map(method -> method + " " + pattern)))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
