package org.teei.csr.tests.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import io.temporal.activity.ActivityInterface;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.lang.annotation.Annotation;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A name says what a thing is. */
class NamesTest {
  private static final List<String> EMPTY_WORDS =
      List.of("util", "helper", "common", "manager", "misc", "serviceimpl");

  /** Words that fit everything name nothing, and soon hold everything. */
  @Test
  void noFileHidesBehindAnEmptyWord() {
    assertThat(Checkout.allSources().stream().map(Checkout::relative))
        .isNotEmpty()
        .noneMatch(file ->
            EMPTY_WORDS.stream()
                .anyMatch(word ->
                    file.substring(file.indexOf("java/")).toLowerCase(Locale.ROOT).contains(word)));
  }

  /** The type of a workflow is the simple name of its interface: {@code <Noun>Workflow}. */
  @Test
  void workflowInterfacesEndInWorkflow() {
    assertThat(workflows().map(JavaClass::getSimpleName))
        .isNotEmpty()
        .allMatch(name -> name.endsWith("Workflow"));
  }

  /**
   * Ports are {@code <X>Activities}, and {@code <X>_} keeps the same verb of two features apart.
   */
  @Test
  void activityInterfacesAreNamedAndPrefixedByTheirFeature() {
    assertThat(annotated(ActivityInterface.class))
        .isNotEmpty()
        .allSatisfy(port -> {
          assertThat(port.getSimpleName()).endsWith("Activities");
          String prefix = port.getAnnotationOfType(ActivityInterface.class).namePrefix();
          assertThat(prefix.toLowerCase(Locale.ROOT)).isEqualTo(Code.feature(port) + "_");
        });
  }

  /** An implementation is found by adding {@code Impl}, and only workflows and ports have one. */
  @Test
  void onlyWorkflowsAndActivitiesHaveAnImplementationOfTheirName() {
    assertThat(Code.classes().stream().map(JavaClass::getSimpleName))
        .filteredOn(name -> name.endsWith("Impl"))
        .allMatch(name -> name.endsWith("WorkflowImpl") || name.endsWith("ActivitiesImpl"));
  }

  /** The interfaces that start something; others only add messages to them. */
  static Stream<JavaClass> workflows() {
    return annotated(WorkflowInterface.class).stream()
        .filter(type ->
            type.getMethods().stream()
                .anyMatch(method -> method.isAnnotatedWith(WorkflowMethod.class)));
  }

  private static List<JavaClass> annotated(Class<? extends Annotation> annotation) {
    return Code.classes().stream().filter(type -> type.isAnnotatedWith(annotation)).toList();
  }
}
