package org.teei.csr.tests.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The compiled production code, without what jOOQ generates, and the closed lists of its names. */
public final class Code {
  /** What the product can do: the same word in every module. */
  public static final Set<String> FEATURES =
      Set.of(
          "imports",
          "webhooks",
          "profiles",
          "events",
          "safety",
          "q2q",
          "impactin",
          "privacy",
          "metrics",
          "journey",
          "documents",
          "identity",
          "audit",
          "operations");

  /** What a feature that grew too large for one package falls into. */
  static final Map<String, Set<String>> PARTS =
      Map.of(
          "identity",
          Set.of("clients", "members", "signin", "passkeys", "limits"),
          "imports",
          Set.of("notices", "uploads", "folders", "groups"),
          "impactin",
          Set.of("vendors", "schedules", "deliveries"));

  /** What several features stand on. */
  public static final Set<String> CROSS_CUTTING =
      Set.of(
          "personaldata",
          "storage",
          "chaos",
          "problems",
          "idempotency",
          "tenancy",
          "observability",
          "shared");

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(location -> !location.contains("/org/teei/csr/schema/jooq/"))
          .importPaths(
              Stream.of(Module.values())
                  .map(module -> module.folder().resolve("target/classes"))
                  .filter(folder -> folder.toFile().isDirectory())
                  .toArray(Path[]::new));

  private Code() {}

  public static JavaClasses classes() {
    return CLASSES;
  }

  /** The feature or cross-cutting name of a class of ours: the segment after the module's. */
  static String feature(JavaClass type) {
    String[] segments = type.getPackageName().split("\\.", -1);
    return segments.length > 4 ? segments[4] : "";
  }
}
