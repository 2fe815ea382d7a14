package org.teei.csr.tests.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.syntax.elements.GivenClassesConjunction;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Java's regular expressions backtrack: a crafted text can hold a thread for hours. What comes from
 * outside is matched by RE2/J or read by hand.
 */
class RegularExpressionsTest {
  private static final Set<String> REGEX_METHODS_OF_STRING =
      Set.of("matches", "replaceAll", "replaceFirst", "splitWithDelimiters");

  /** {@code split} by one plain character, for which Java makes no expression. */
  private static final Pattern PLAIN_SPLIT =
      Pattern.compile("\\.split\\(\\s*\"[^.$|()\\[{^?*+\\\\]\"");

  private static final Pattern SPLIT = Pattern.compile("\\.split\\(");

  /** Classes that may use them because their input is ours, each with the reason. */
  private static final Set<String> ON_OUR_OWN_TEXT = Set.of();

  /** The library itself. */
  @Test
  void userTextIsNotMatchedByBacktrackingExpressions() {
    whatReadsUserText()
        .should()
        .dependOnClassesThat()
        .resideInAPackage(Pattern.class.getPackageName())
        .check(Code.classes());
  }

  /** The same library behind methods of String. */
  @Test
  void userTextIsNotMatchedOrReplacedByBacktrackingExpressions() {
    whatReadsUserText()
        .should()
        .callMethodWhere(
            describe(
                "uses a regular expression of Java",
                (JavaCall<?> call) ->
                    call.getTargetOwner().isEquivalentTo(String.class)
                        && REGEX_METHODS_OF_STRING.contains(call.getName())))
        .check(Code.classes());
  }

  /** And behind {@code split}, unless it splits at one plain character. */
  @Test
  void userTextIsSplitAtPlainCharactersOnly() {
    assertThat(
            Stream.of(Module.ENGINES, Module.ACTIVITIES, Module.API)
                .flatMap(module ->
                    Checkout.files(module.folder().resolve("src/main/java"), ".java").stream())
                .filter(file ->
                    SPLIT.matcher(Checkout.text(file)).results().count()
                        > PLAIN_SPLIT.matcher(Checkout.text(file)).results().count())
                .map(Checkout::relative))
        .isEmpty();
  }

  private static GivenClassesConjunction whatReadsUserText() {
    return noClasses()
        .that()
        .resideInAnyPackage(
            "org.teei.csr.engines..", "org.teei.csr.activities..", "org.teei.csr.api..")
        .and(
            describe(
                "are not on the list",
                (JavaClass type) -> !ON_OUR_OWN_TEXT.contains(type.getName())));
  }
}
