package org.teei.csr.tests.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitCallTarget;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.lang.syntax.elements.GivenClassesConjunction;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Workflow code asks for the same things in the same order whenever it is replayed; whatever could
 * answer differently the second time is out of its reach.
 */
class DeterminismTest {
  private static final Set<String> SYSTEM_METHODS_OF_THE_COMPILER =
      Set.of("identityHashCode", "arraycopy");

  /** The clock of a workflow is {@code Workflow.currentTimeMillis()}. */
  @Test
  void workflowsReadNoClock() {
    workflows()
        .should()
        .callCodeUnitWhere(
            call(
                "reads a clock",
                target ->
                    target.getOwner().getPackageName().equals("java.time")
                            && target.getName().equals("now")
                        || target.getOwner().isAssignableTo(java.time.Clock.class)
                        || target.getOwner().isAssignableTo(java.util.Date.class)
                        || target.getOwner().isAssignableTo(java.util.Calendar.class)))
        .check(Code.classes());
  }

  /** Each time in a payload is that of its snapshot, so that a preview has the bytes of the run. */
  @Test
  void payloadsForPlatformsReadNoClockAndAskNoProcess() {
    noClasses()
        .that()
        .resideInAPackage("org.teei.csr.engines.impactin..")
        .should()
        .callCodeUnitWhere(
            call(
                "reads a clock or asks the process",
                target ->
                    target.getOwner().getPackageName().equals("java.time")
                            && target.getName().equals("now")
                        || target.getOwner().isAssignableTo(java.time.Clock.class)
                        || target.getOwner().isAssignableTo(java.util.Date.class)
                        || target.getOwner().isAssignableTo(java.util.Random.class)
                        || target.getOwner().isEquivalentTo(System.class)
                            && !SYSTEM_METHODS_OF_THE_COMPILER.contains(target.getName())
                        || target.getName().equals("randomUUID")
                        || target.getName().equals("getDefault")
                        || target.getName().equals("systemDefault")))
        .check(Code.classes());
  }

  /** Environment, properties, nano time and exit belong to a process, not to a run. */
  @Test
  void workflowsDoNotAskTheProcess() {
    workflows()
        .should()
        .callCodeUnitWhere(
            call(
                "asks the process",
                target ->
                    target.getOwner().isEquivalentTo(System.class)
                            && !SYSTEM_METHODS_OF_THE_COMPILER.contains(target.getName())
                        || target.getOwner().isEquivalentTo(Runtime.class)))
        .check(Code.classes());
  }

  /** Random numbers and ids come from {@code Workflow.newRandom()} and {@code randomUUID()}. */
  @Test
  void workflowsThrowNoDice() {
    workflows()
        .should()
        .callCodeUnitWhere(
            call(
                "is random",
                target ->
                    target.getOwner().isEquivalentTo(Math.class)
                            && target.getName().equals("random")
                        || target.getOwner().isEquivalentTo(java.util.UUID.class)
                            && target.getName().equals("randomUUID")
                        || target.getOwner().isEquivalentTo(java.util.Random.class)
                            && target.getName().equals("<init>")
                        || target.getOwner().isAssignableTo(java.security.SecureRandom.class)))
        .check(Code.classes());
  }

  /**
   * Concurrency is Temporal's; a thread of one's own runs again, at another pace, in each replay.
   */
  @Test
  void workflowsStartNoThreads() {
    workflows()
        .should()
        .dependOnClassesThat(
            describe(
                "are about threads",
                type ->
                    type.isEquivalentTo(Thread.class)
                        || type.isEquivalentTo(ThreadLocal.class)
                        || type.getPackageName().startsWith("java.util.concurrent")
                        || type.isEquivalentTo(java.util.Timer.class)))
        .check(Code.classes());
  }

  /** The world is reached through activities. */
  @Test
  void workflowsDoNoInputOrOutput() {
    workflows()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "java.net..",
            "java.nio..",
            "java.sql..",
            "javax.sql..",
            "java.util.logging..",
            "org.springframework..",
            "org.jooq..",
            "io.nats..")
        .orShould()
        .dependOnClassesThat(
            describe(
                "are streams, readers, writers or files",
                type ->
                    type.getPackageName().equals("java.io")
                        && !type.isEquivalentTo(java.io.Serializable.class)))
        .check(Code.classes());
  }

  /** Only {@code Workflow.getLogger} is silent while a history is replayed. */
  @Test
  void workflowsLogThroughTemporal() {
    workflows()
        .should()
        .dependOnClassesThat()
        .belongToAnyOf(org.slf4j.LoggerFactory.class)
        .check(Code.classes());
  }

  /** Two runs share a process but must not share memory. */
  @Test
  void workflowsKeepNoStaticState() {
    fields()
        .that()
        .areDeclaredInClassesThat()
        .resideInAPackage("org.teei.csr.workflows..")
        .and()
        .areStatic()
        .and()
        .doNotHaveName("$VALUES")
        .should()
        .beFinal()
        .check(Code.classes());
  }

  private static GivenClassesConjunction workflows() {
    return noClasses().that().resideInAPackage("org.teei.csr.workflows..");
  }

  private static com.tngtech.archunit.base.DescribedPredicate<JavaCall<?>> call(
      String description, java.util.function.Predicate<CodeUnitCallTarget> predicate) {
    return describe(description, call -> predicate.test(call.getTarget()));
  }
}
