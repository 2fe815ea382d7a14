package org.teei.csr.tests.documents;

import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Supplier;
import org.teei.csr.tests.architecture.Checkout;

/** The pages under {@code docs/reference}, and what else is written from the same sources. */
enum Page {
  WORKFLOWS(WorkflowsPage::content),
  CONFIGURATION(ConfigurationPage::content),
  ENVIRONMENT(".env.example", ConfigurationPage::example),
  ERRORS(ErrorsPage::content),
  SCHEMA(SchemaPage::content),
  EVENTS(EventsPage::content),
  IMPORT_SCHEMAS(ImportSchemasPage::content),
  PERMISSIONS(PermissionsPage::content),
  MODULES(ModulesPage::content);

  private final Path file;
  private final Supplier<String> content;

  Page(Supplier<String> content) {
    this.file =
        Checkout.root()
            .resolve("docs/reference")
            .resolve(name().toLowerCase(Locale.ROOT).replace('_', '-') + ".md");
    this.content = content;
  }

  /**
   * @param path from the root of the repository
   */
  Page(String path, Supplier<String> content) {
    this.file = Checkout.root().resolve(path);
    this.content = content;
  }

  Path file() {
    return file;
  }

  /** What the page has to say today. */
  String content() {
    return content.get().strip() + "\n";
  }

  @Override
  public String toString() {
    return Checkout.relative(file());
  }
}
