package org.teei.csr.tests.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import io.temporal.activity.ActivityInterface;
import io.temporal.client.WorkflowClient;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Element;

/** Who may use whom: between modules, and between the features within one. */
class DependenciesTest {
  /** Who makes a request is asked wherever one is answered: the one feature that others may use. */
  private static final String ASKED_BY_ALL = "org.teei.csr.api.identity";

  /**
   * The core and the leaves know nobody, and nobody reaches across: API and activities never meet.
   */
  @ParameterizedTest
  @EnumSource
  void codeUsesOnlyTheModulesThatItsOwnMayUse(Module module) {
    String[] others =
        Stream.of(Module.values())
            .filter(other -> other != module && !module.mayUse().contains(other))
            .map(other -> other.packageName() + "..")
            .toArray(String[]::new);

    noClasses()
        .that(resideInAPackage(module.packageName() + ".."))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(others)
        .check(Code.classes());
  }

  /** A module has no dependency on its class path that its code must not use. */
  @ParameterizedTest
  @EnumSource
  void pomsNameOnlyTheModulesThatMayBeUsed(Module module) throws Exception {
    List<String> named =
        dependenciesOfOurs(module)
            .filter(artifact -> !artifact.endsWith(":test"))
            .map(artifact -> artifact.substring(0, artifact.indexOf(':')))
            .toList();

    assertThat(named).isSubsetOf(module.mayUse().stream().map(used -> "csr-" + used).toList());
  }

  /** A feature can be read, changed and taken out alone, because no sibling holds on to it. */
  @ParameterizedTest
  @MethodSource("featuresOfActivitiesAndApi")
  void featuresDoNotUseTheirSiblings(String module, String feature) {
    noClasses()
        .that(resideInAPackage(module + "." + feature + ".."))
        .should()
        .dependOnClassesThat(
            describe(
                "belong to another feature of " + module,
                type ->
                    type.getPackageName().startsWith(module + ".")
                        && Code.FEATURES.contains(Code.feature(type))
                        && !Code.feature(type).equals(feature)
                        && !type.getPackageName().equals(ASKED_BY_ALL)))
        .check(Code.classes());
  }

  static Stream<Arguments> featuresOfActivitiesAndApi() {
    return Code.classes().stream()
        .filter(type -> Code.FEATURES.contains(Code.feature(type)))
        .flatMap(type ->
            Stream.of(Module.ACTIVITIES, Module.API)
                .map(Module::packageName)
                .filter(module -> type.getPackageName().startsWith(module + "."))
                .map(module -> List.of(module, Code.feature(type))))
        .distinct()
        .map(names -> Arguments.of(names.toArray()));
  }

  /** What several features stand on does not stand on them. */
  @ParameterizedTest
  @EnumSource(names = {"ACTIVITIES", "API", "SCHEMA"})
  void crossCuttingPackagesDoNotUseFeatures(Module module) {
    noClasses()
        .that(
            describe(
                "are cross-cutting in " + module,
                type ->
                    type.getPackageName().startsWith(module.packageName() + ".")
                        && Code.CROSS_CUTTING.contains(Code.feature(type))))
        .should()
        .dependOnClassesThat(
            describe(
                "belong to a feature of " + module,
                type ->
                    type.getPackageName().startsWith(module.packageName() + ".")
                        && Code.FEATURES.contains(Code.feature(type))
                        && !type.getPackageName().equals(ASKED_BY_ALL)))
        .allowEmptyShould(true)
        .check(Code.classes());
  }

  /** One workflow may start another's, but two features never need each other. */
  @Test
  void featuresOfTheWorkflowsFormNoCycles() {
    slices()
        .matching("org.teei.csr.workflows.(*)..")
        .should()
        .beFreeOfCycles()
        .check(Code.classes());
  }

  /**
   * An activity that started or asked workflows would hide orchestration where nobody replays it;
   * starting what REST accepted and reconciling is the duty of operations alone.
   */
  @Test
  void onlyOperationsAmongTheActivitiesHoldTheTemporalClient() {
    noClasses()
        .that()
        .resideInAPackage("org.teei.csr.activities..")
        .and()
        .resideOutsideOfPackage("org.teei.csr.activities.operations")
        .should()
        .dependOnClassesThat()
        .areAssignableTo(WorkflowClient.class)
        .check(Code.classes());
  }

  /** The API starts and asks workflows by their interfaces and never runs a step itself. */
  @Test
  void apiSeesNeitherImplementationsNorStepsOfWorkflows() {
    DescribedPredicate<JavaClass> insides =
        describe(
            "are implementations or steps of workflows",
            type ->
                type.getPackageName().startsWith(Module.WORKFLOWS.packageName())
                    && (type.getSimpleName().endsWith("WorkflowImpl")
                        || type.isAnnotatedWith(ActivityInterface.class)));

    noClasses()
        .that()
        .resideInAPackage("org.teei.csr.api..")
        .should()
        .dependOnClassesThat(insides)
        .check(Code.classes());
  }

  /** The generated classes of the schema and its SQL stay out of the language of the workflows. */
  @Test
  void onlyThoseWhoQueryUseTheGeneratedTables() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "org.teei.csr.schema..",
            "org.teei.csr.activities..",
            "org.teei.csr.api..",
            "org.teei.csr.workers..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.jooq..", "org.teei.csr.schema.jooq..")
        .check(Code.classes());
  }

  private static Stream<String> dependenciesOfOurs(Module module) throws Exception {
    var pom =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(module.folder().resolve("pom.xml").toFile());
    var dependencies = pom.getElementsByTagName("dependency");
    return Stream.iterate(0, i -> i < dependencies.getLength(), i -> i + 1)
        .map(i -> (Element) dependencies.item(i))
        .filter(dependency -> text(dependency, "groupId").equals("org.teei.csr"))
        .map(dependency -> text(dependency, "artifactId") + ":" + text(dependency, "scope"));
  }

  private static String text(Element parent, String child) {
    var found = parent.getElementsByTagName(child);
    return found.getLength() == 0 ? "" : found.item(0).getTextContent();
  }
}
