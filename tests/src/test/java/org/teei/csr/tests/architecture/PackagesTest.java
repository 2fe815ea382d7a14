package org.teei.csr.tests.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/**
 * Packages are called {@code org.teei.csr.<module>.<feature>}, a large feature has parts {@code
 * <feature>.<part>}, all by closed lists; and they say null only on purpose.
 */
class PackagesTest {
  /** One word means one capability everywhere; a new word is a decision, not an accident. */
  @Test
  void packagesAreNamedByModuleAndFeature() {
    assertThat(packages()).isNotEmpty().allMatch(PackagesTest::named, "is in the closed lists");
  }

  /** Tests of several modules go by the same words; those about the house itself by one more. */
  @Test
  void crossModuleTestsAreNamedByFeature() {
    Path root = Checkout.root().resolve("tests/src/test/java/org/teei/csr/tests");

    assertThat(
            Checkout.files(root, ".java").stream()
                .map(file -> root.relativize(file).getName(0).toString())
                .distinct())
        .isNotEmpty()
        .allMatch(name ->
            Code.FEATURES.contains(name)
                || Code.CROSS_CUTTING.contains(name)
                || name.equals("architecture"));
  }

  /** Never one package in two jars: on a class path it would share what is private to a package. */
  @Test
  void classesLieInThePackageOfTheirModule() {
    assertThat(Stream.of(Module.values()))
        .allSatisfy(module ->
            assertThat(Checkout.files(module.folder().resolve("src/main/java"), ".java"))
                .allMatch(file ->
                    file.startsWith(
                        module
                            .folder()
                            .resolve("src/main/java")
                            .resolve(module.packageName().replace('.', '/')))));
  }

  /** Without it the null checks of the compiler pass a package over. */
  @Test
  void everyPackageIsNullMarked() {
    assertThat(Checkout.sources().stream().map(Path::getParent).distinct().map(Checkout::relative))
        .isNotEmpty()
        .allMatch(folder -> {
          Path info = Checkout.root().resolve(folder).resolve("package-info.java");
          return Files.exists(info)
              && Checkout.text(info).contains("@" + NullMarked.class.getSimpleName());
        });
  }

  private static boolean named(String name) {
    return Stream.of(Module.values())
        .map(module -> module.packageName() + ".")
        .filter(name::startsWith)
        .map(module -> name.substring(module.length()))
        .anyMatch(PackagesTest::featureOrPart);
  }

  private static boolean featureOrPart(String name) {
    int dot = name.indexOf('.');
    return dot < 0
        ? Code.FEATURES.contains(name) || Code.CROSS_CUTTING.contains(name)
        : Code.PARTS
            .getOrDefault(name.substring(0, dot), Set.of())
            .contains(name.substring(dot + 1));
  }

  private static List<String> packages() {
    return Code.classes().stream().map(JavaClass::getPackageName).distinct().sorted().toList();
  }
}
