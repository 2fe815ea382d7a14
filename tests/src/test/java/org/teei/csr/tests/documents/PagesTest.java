package org.teei.csr.tests.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.teei.csr.tests.architecture.Checkout;
import org.teei.csr.tests.architecture.Module;

/** Pages lead somewhere, are found, and keep the form that readers of them expect. */
class PagesTest {
  private static final Path DOCS = Checkout.root().resolve("docs");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final List<String> PARTS_OF_A_DECISION =
      List.of("Status", "Context", "Decision", "Consequences", "Alternatives");

  /** A link to a file or heading that is not there costs a reader more than no link. */
  @ParameterizedTest
  @MethodSource("pages")
  void linksLeadToAFileAndHeading(Path page) {
    assertThat(links(page))
        .allSatisfy(link -> {
          int hash = link.indexOf('#');
          String path = hash < 0 ? link : link.substring(0, hash);
          Path target = path.isEmpty() ? page : page.resolveSibling(path).normalize();
          assertThat(target).exists();
          if (hash >= 0) {
            assertThat(anchors(target)).contains(link.substring(hash + 1));
          }
        });
  }

  /** The index leads to every page. */
  @Test
  void theIndexNamesEveryPage() {
    Path index = DOCS.resolve("README.md");

    assertThat(links(index).stream().map(link -> index.resolveSibling(link).normalize()))
        .containsAll(
            Checkout.files(DOCS, ".md").stream().filter(page -> !page.equals(index)).toList());
  }

  /** A decision is dated, short, and says what else was thought of. */
  @ParameterizedTest
  @MethodSource("decisions")
  void decisionsHaveTheirForm(Path decision) {
    List<String> lines = Checkout.text(decision).lines().toList();

    assertThat(decision.getFileName().toString()).matches("20[0-9]{6}-[a-z0-9-]+\\.md");
    assertThat(lines).hasSizeLessThanOrEqualTo(40);
    assertThat(lines.stream().filter(line -> line.startsWith("## ")).map(line -> line.substring(3)))
        .containsExactlyElementsOf(PARTS_OF_A_DECISION);
  }

  /** Each module says in a few lines what it is, what it is not, and what it depends on. */
  @ParameterizedTest
  @EnumSource
  void modulesIntroduceThemselves(Module module) {
    String page = Checkout.text(module.folder().resolve("README.md"));

    assertThat(page.lines()).hasSizeBetween(5, 25);
    assertThat(page).contains("**It is not**", "**Depends on**");
  }

  /** Git and issues hold plans and reports; the root holds what a newcomer opens first. */
  @Test
  void theRootHoldsNoOtherPages() {
    assertThat(
            Checkout.files(Checkout.root(), ".md").stream()
                .filter(page -> Checkout.root().equals(page.getParent()))
                .map(page -> page.getFileName().toString()))
        .isSubsetOf(
            "README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md", "CODE_OF_CONDUCT.md");
  }

  static Stream<Path> pages() {
    return Stream.concat(
        Checkout.files(DOCS, ".md").stream(),
        Stream.concat(
            Stream.of("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md")
                .map(Checkout.root()::resolve),
            Stream.concat(
                    Stream.of(Module.values()).map(Module::folder),
                    Stream.of(Checkout.root().resolve("tests")))
                .map(folder -> folder.resolve("README.md"))));
  }

  static Stream<Path> decisions() {
    return Checkout.files(DOCS.resolve("adr"), ".md").stream();
  }

  private static List<String> links(Path page) {
    return LINK.matcher(withoutCode(page))
        .results()
        .map(link -> link.group(1))
        .filter(link -> !link.contains("://"))
        .toList();
  }

  private static List<String> anchors(Path page) {
    return withoutCode(page)
        .lines()
        .filter(line -> line.startsWith("#"))
        .map(line -> line.replaceFirst("#+ ", "").toLowerCase(Locale.ROOT))
        .map(line -> line.replaceAll("[^a-z0-9 -]", "").replace(' ', '-'))
        .toList();
  }

  private static String withoutCode(Path page) {
    return Files.isRegularFile(page)
        ? Stream.of(Checkout.text(page).split("(?ms)^ *```.*?^ *```", -1))
            .collect(Collectors.joining())
        : "";
  }
}
