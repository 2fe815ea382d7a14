package org.teei.csr.tests.documents;

import static java.util.Comparator.comparing;

import com.tngtech.archunit.core.domain.JavaClass;
import java.lang.reflect.Constructor;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.teei.csr.api.problems.ProblemKind;
import org.teei.csr.engines.imports.RowErrorCode;
import org.teei.csr.tests.architecture.Code;

/** What can go wrong: the catalogue of problems, and the codes of rows. */
final class ErrorsPage {
  private ErrorsPage() {}

  static String content() {
    return Markdown.head("Errors", "the problem catalogue and `RowErrorCode`")
        + """
        Types and codes are stable: clients may rely on them, and they are never renamed. Sentences may become better.

        ## Problems

        Every answer from 400 on is `application/problem+json` (RFC 9457) with `type` `/problems/<feature>/<code>`; the type can be opened.

        """
        + problems()
            .collect(Collectors.groupingBy(ProblemKind::feature, TreeMap::new, Collectors.toList()))
            .entrySet()
            .stream()
            .map(feature -> problems(feature.getKey(), feature.getValue()))
            .collect(Collectors.joining())
        + """
        ## Rows

        In the column `_error_code` of `rejected.csv`, several joined by `;`. The sentence names the column, never the value.

        """
        + Markdown.table(
            List.of("code", "sentence"),
            Stream.of(RowErrorCode.values())
                .map(error ->
                    List.of(
                        Markdown.code(error.code()), error.template().replace("%s", "*column*")))
                .toList());
  }

  private static String problems(String feature, List<ProblemKind> problems) {
    return "### %s\n\n".formatted(feature)
        + Markdown.table(
            List.of("type", "status", "what", "what helps"),
            problems.stream()
                .map(problem ->
                    List.of(
                        Markdown.code(problem.type().toString()),
                        String.valueOf(problem.status()),
                        problem.title(),
                        problem.remedy()))
                .toList());
  }

  /** What the application can answer with: constants, and problems of an engine given a status. */
  private static Stream<ProblemKind> problems() {
    return Code.classes().stream()
        .filter(type -> type.isAssignableTo(ProblemKind.class) && !type.isInterface())
        .map(JavaClass::reflect)
        .flatMap(type -> type.isEnum() ? constants(type) : wrapped(type))
        .map(ProblemKind.class::cast)
        .sorted(comparing(ProblemKind::feature).thenComparing(ProblemKind::code));
  }

  private static Stream<?> constants(Class<?> type) {
    return Stream.of(type.getEnumConstants());
  }

  /** A record around one constant of another enumeration. */
  private static Stream<?> wrapped(Class<?> type) {
    Constructor<?> constructor = type.getDeclaredConstructors()[0];
    constructor.setAccessible(true);
    return constants(constructor.getParameterTypes()[0])
        .map(constant -> {
          try {
            return constructor.newInstance(constant);
          } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type.getName(), e);
          }
        });
  }
}
