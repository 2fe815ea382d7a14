package org.teei.csr.tests.documents;

import static java.util.Comparator.comparing;

import com.tngtech.archunit.core.domain.JavaClass;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityOptions;
import io.temporal.activity.LocalActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.UpdateMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.teei.csr.tests.architecture.Checkout;
import org.teei.csr.tests.architecture.Code;
import org.teei.csr.tests.architecture.Module;
import org.teei.csr.workflows.shared.Attributes;
import org.teei.csr.workflows.shared.RetryProfile;
import org.teei.csr.workflows.shared.StepOptions;

/**
 * Workflows, messages, steps, options and sentences, from interfaces, sources and recorded runs.
 */
final class WorkflowsPage {
  private WorkflowsPage() {}

  static String content() {
    return Markdown.head("Workflows", "the interfaces, their comments and the recorded histories")
        + "## Workflows\n\n"
        + interfaces().filter(WorkflowsPage::starts).map(WorkflowsPage::workflow).collect(joined())
        + "## Messages of several workflows\n\n"
        + interfaces()
            .filter(type -> !starts(type))
            .map(type -> "### %s\n\n%s".formatted(type.getSimpleName(), described(type)))
            .collect(joined())
        + "## Steps\n\n"
        + annotated(ActivityInterface.class).map(WorkflowsPage::steps).collect(joined())
        + "## Kinds of steps\n\n"
        + kinds()
        + "## Retry profiles\n\n"
        + profiles()
        + "## Search attributes\n\n"
        + attributes()
        + "## Sentences\n\nWhat people read in the Temporal UI; `…` stands for figures and names.\n\n"
        + sentences();
  }

  private static String workflow(Class<?> type) {
    Method run = methods(type, WorkflowMethod.class).getFirst();
    Javadoc doc = Javadoc.of(type, run.getName());
    return "### %s\n\n".formatted(type.getSimpleName())
        + "Task queue %s. Takes %s, answers %s%s.\n\n"
            .formatted(
                Markdown.code(taskQueue(type)),
                takes(run),
                answers(run),
                doc.result().isEmpty() ? "" : ": " + doc.result())
        + described(type)
        + recorded(type.getSimpleName());
  }

  private static String described(Class<?> type) {
    List<List<String>> messages = new ArrayList<>();
    for (Method method : methods(type)) {
      String kind = kind(method);
      if (!kind.isEmpty()) {
        messages.add(
            List.of(
                kind,
                Markdown.code(name(method)),
                takes(method),
                Javadoc.of(type, method.getName()).text()));
      }
    }
    return Javadoc.of(type).text()
        + "\n\n"
        + (messages.isEmpty()
            ? ""
            : Markdown.table(List.of("kind", "message", "takes", "meaning"), messages));
  }

  private static String recorded(String workflow) {
    List<RecordedStep> steps = RecordedStep.of(workflow);
    return steps.isEmpty()
        ? ""
        : "Steps in its recorded runs:\n\n"
            + Markdown.table(
                List.of("step", "sentence, for example", "one try", "in all", "heartbeat", "tries"),
                steps.stream()
                    .map(step ->
                        List.of(
                            Markdown.code(step.name()),
                            step.sentence(),
                            words(step.oneTry()),
                            words(step.inAll()),
                            words(step.heartbeat()),
                            tries(step.attempts())))
                    .toList());
  }

  private static String steps(Class<?> type) {
    String prefix = type.getAnnotation(ActivityInterface.class).namePrefix();
    return "### %s\n\n%s\n\n".formatted(type.getSimpleName(), Javadoc.of(type).text())
        + Markdown.table(
            List.of("step", "takes", "answers", "meaning"),
            methods(type).stream()
                .map(method ->
                    List.of(
                        Markdown.code(prefix + capitalised(method.getName())),
                        takes(method),
                        method.getReturnType() == void.class
                            ? ""
                            : Markdown.code(method.getReturnType().getSimpleName()),
                        Javadoc.of(type, method.getName()).text()))
                .toList());
  }

  private static String kinds() {
    return Javadoc.of(StepOptions.class).text()
        + "\n\n"
        + Markdown.table(
            List.of("kind", "meaning", "one try", "in all", "heartbeat", "tries", "waits between"),
            methods(StepOptions.class).stream()
                .filter(method -> Modifier.isPublic(method.getModifiers()))
                .filter(method -> Arrays.equals(method.getParameterTypes(), ONE_TEXT))
                .map(WorkflowsPage::kindOfStep)
                .toList());
  }

  private static final Class<?>[] ONE_TEXT = {String.class};

  private static List<String> kindOfStep(Method method) {
    try {
      String meaning = Javadoc.of(StepOptions.class, method.getName()).text();
      return switch (method.invoke(null, "")) {
        case ActivityOptions options ->
            kindOfStep(
                method.getName(),
                meaning,
                options.getStartToCloseTimeout(),
                options.getScheduleToCloseTimeout(),
                options.getHeartbeatTimeout(),
                options.getRetryOptions());
        case LocalActivityOptions options ->
            kindOfStep(
                method.getName(),
                meaning,
                options.getStartToCloseTimeout(),
                options.getScheduleToCloseTimeout(),
                null,
                options.getRetryOptions());
        case null, default -> throw new IllegalStateException("No options: " + method);
      };
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<String> kindOfStep(
      String name,
      String meaning,
      @Nullable Duration oneTry,
      @Nullable Duration inAll,
      @Nullable Duration heartbeat,
      RetryOptions retry) {
    return List.of(
        name,
        meaning,
        words(oneTry),
        words(inAll),
        words(heartbeat),
        tries(retry.getMaximumAttempts()),
        waits(retry));
  }

  private static String profiles() {
    return Javadoc.of(RetryProfile.class).text()
        + "\n\n"
        + Markdown.table(
            List.of("profile", "meaning", "tries", "waits between"),
            Stream.of(RetryProfile.values())
                .map(profile ->
                    List.of(
                        profile.name().toLowerCase(Locale.ROOT),
                        Javadoc.of(RetryProfile.class, profile.name()).text(),
                        tries(profile.options().getMaximumAttempts()),
                        waits(profile.options())))
                .toList());
  }

  private static String attributes() {
    return Javadoc.of(Attributes.class).text()
        + "\n\n"
        + Markdown.table(
            List.of("name", "type", "meaning"),
            Attributes.ALL.stream()
                .map(attribute ->
                    List.of(
                        Markdown.code(attribute.getName()),
                        attribute
                            .getValueType()
                            .name()
                            .substring("INDEXED_VALUE_TYPE_".length())
                            .toLowerCase(Locale.ROOT),
                        Javadoc.of(Attributes.class, constant(attribute.getName())).text()))
                .toList());
  }

  private static String constant(String name) {
    return name.replaceAll("([a-z])([A-Z])", "$1_$2").toUpperCase(Locale.ROOT);
  }

  private static String sentences() {
    return Checkout.files(Module.WORKFLOWS.folder().resolve("src/main/java"), "Sentences.java")
        .stream()
        .map(WorkflowsPage::sentences)
        .collect(joined());
  }

  private static String sentences(Path source) {
    return "### %s\n\n".formatted(source.getFileName().toString().replace(".java", ""))
        + Markdown.table(List.of("for", "sentence"), Sentences.of(source));
  }

  private static String taskQueue(Class<?> type) {
    return Code.classes().stream()
        .filter(other -> other.getPackageName().equals(type.getPackageName()))
        .filter(other -> other.getSimpleName().endsWith("Names"))
        .map(JavaClass::reflect)
        .map(names -> {
          try {
            return (String) names.getField("TASK_QUEUE").get(null);
          } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(names.getName(), e);
          }
        })
        .findFirst()
        .orElseThrow();
  }

  private static Stream<Class<?>> interfaces() {
    return annotated(WorkflowInterface.class);
  }

  private static Stream<Class<?>> annotated(Class<? extends Annotation> annotation) {
    return Code.classes().stream()
        .filter(type -> type.isAnnotatedWith(annotation))
        .sorted(comparing(JavaClass::getName))
        .map(JavaClass::reflect);
  }

  private static boolean starts(Class<?> type) {
    return !methods(type, WorkflowMethod.class).isEmpty();
  }

  private static List<Method> methods(Class<?> type, Class<? extends Annotation> annotation) {
    return methods(type).stream().filter(method -> method.isAnnotationPresent(annotation)).toList();
  }

  private static List<Method> methods(Class<?> type) {
    return Stream.of(type.getDeclaredMethods())
        .filter(method -> !method.isSynthetic())
        .sorted(comparing(Method::getName))
        .toList();
  }

  private static String kind(AnnotatedElement method) {
    return method.isAnnotationPresent(UpdateMethod.class)
        ? "update"
        : method.isAnnotationPresent(SignalMethod.class)
            ? "signal"
            : method.isAnnotationPresent(QueryMethod.class) ? "query" : "";
  }

  private static String name(Method method) {
    String given =
        switch (kind(method)) {
          case "update" -> method.getAnnotation(UpdateMethod.class).name();
          case "signal" -> method.getAnnotation(SignalMethod.class).name();
          default -> method.getAnnotation(QueryMethod.class).name();
        };
    return given.isEmpty() ? method.getName() : given;
  }

  private static String answers(Method method) {
    return method.getReturnType() == void.class ? "" : simple(method.getGenericReturnType());
  }

  /** A type without its packages. */
  private static String simple(Type type) {
    return Markdown.code(type.getTypeName().replaceAll("[a-z0-9]+\\.", "").replace('$', '.'));
  }

  private static String takes(Method method) {
    return method.getParameterCount() == 0
        ? "nothing"
        : Stream.of(method.getParameters())
            .map(Parameter::getParameterizedType)
            .map(WorkflowsPage::simple)
            .collect(Collectors.joining(", "));
  }

  private static String tries(int attempts) {
    return attempts == 0 ? "unlimited" : String.valueOf(attempts);
  }

  private static String waits(RetryOptions retry) {
    return retry.getMaximumAttempts() == 1
        ? ""
        : "%s, then ×%s, at most %s"
            .formatted(
                words(retry.getInitialInterval()),
                String.valueOf(retry.getBackoffCoefficient()).replace(".0", ""),
                words(retry.getMaximumInterval()));
  }

  /** Servers write an absent limit as nothing or as ten years. */
  private static String words(@Nullable Duration duration) {
    return duration == null || duration.isZero() || duration.toDays() > 365
        ? ""
        : duration.toString().substring(2).toLowerCase(Locale.ROOT);
  }

  private static String capitalised(String name) {
    return Character.toUpperCase(name.charAt(0)) + name.substring(1);
  }

  private static Collector<CharSequence, ?, String> joined() {
    return Collectors.joining();
  }
}
