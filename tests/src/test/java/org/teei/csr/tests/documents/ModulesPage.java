package org.teei.csr.tests.documents;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.teei.csr.tests.architecture.Code;
import org.teei.csr.tests.architecture.Module;

/** Who really depends on whom, from the compiled classes. */
final class ModulesPage {
  private static final String OURS = "org.teei.csr.";

  private ModulesPage() {}

  static String content() {
    return Markdown.head("Modules", "the compiled classes")
        + """
        An arrow means: uses classes of. What may be used is in [CONTRIBUTING](../../CONTRIBUTING.md#what-may-depend-on-what); this is what is used.

        """
        + "```mermaid\nflowchart BT\n"
        + Stream.of(Module.values()).map("  %s\n"::formatted).collect(Collectors.joining())
        + edges(type -> module(type.getPackageName())).stream()
            .map("  %s\n"::formatted)
            .collect(Collectors.joining())
        + "```\n\n"
        + Stream.of(Module.values()).map(ModulesPage::module).collect(Collectors.joining());
  }

  private static String module(Module module) {
    return "## %s\n\n".formatted(module)
        + Markdown.table(
            List.of("package", "what it is", "uses in this module", "uses of others"),
            packages(module).stream().map(name -> row(module, name)).toList());
  }

  private static List<String> row(Module module, String name) {
    SequencedSet<String> used = used(name);
    String own = module.packageName().substring(OURS.length()) + ".";
    return List.of(
        Markdown.code(name.substring(name.lastIndexOf('.') + 1)),
        Javadoc.ofName(name).text(),
        Markdown.codes(
            used.stream()
                .filter(other -> other.startsWith(own))
                .map(other -> other.substring(own.length()))
                .toList()),
        Markdown.codes(used.stream().filter(other -> !other.startsWith(own)).toList()));
  }

  /** The packages of ours that a package uses, without the common beginning. */
  private static SequencedSet<String> used(String name) {
    return Code.classes().stream()
        .filter(type -> type.getPackageName().equals(name))
        .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
        .map(dependency -> dependency.getTargetClass().getBaseComponentType().getPackageName())
        .filter(other -> other.startsWith(OURS) && !other.equals(name))
        .map(other -> other.startsWith(OURS + "schema.jooq") ? OURS + "schema.jooq" : other)
        .map(other -> other.substring(OURS.length()))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static SequencedSet<String> packages(Module module) {
    return Code.classes().stream()
        .map(JavaClass::getPackageName)
        .filter(name -> name.startsWith(module.packageName() + "."))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static SequencedSet<String> edges(Function<JavaClass, Optional<String>> node) {
    return Code.classes().stream()
        .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
        .flatMap(dependency -> edge(dependency, node).stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Optional<String> edge(
      Dependency dependency, Function<JavaClass, Optional<String>> node) {
    return node.apply(dependency.getOriginClass())
        .flatMap(from ->
            node.apply(dependency.getTargetClass().getBaseComponentType())
                .filter(to -> !to.equals(from))
                .map(to -> from + " --> " + to));
  }

  private static Optional<String> module(String packageName) {
    return Stream.of(Module.values())
        .filter(module -> packageName.startsWith(module.packageName() + "."))
        .map(Module::toString)
        .findFirst();
  }
}
