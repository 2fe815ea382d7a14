package org.teei.csr.tests.documents;

import static java.util.Comparator.comparing;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jooq.Configuration;
import org.jooq.Field;
import org.jooq.ForeignKey;
import org.jooq.Key;
import org.jooq.SQLDialect;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.teei.csr.schema.jooq.Csr;
import org.teei.csr.schema.tenancy.WritingRoles;
import org.teei.csr.tests.architecture.Checkout;
import org.teei.csr.tests.architecture.Module;

/** The tables, from the generated classes, the migrations and the table of roles. */
final class SchemaPage {
  private static final Configuration POSTGRES = DSL.using(SQLDialect.POSTGRES).configuration();
  private static final Path MIGRATIONS =
      Module.SCHEMA.folder().resolve("src/main/resources/db/migration");

  private SchemaPage() {}

  static String content() {
    Map<String, List<Table<?>>> byFeature =
        Csr.CSR.getTables().stream()
            .sorted(comparing(Table::getName))
            .collect(Collectors.groupingBy(SchemaPage::feature, TreeMap::new, Collectors.toList()));
    return Markdown.head("Schema", "the generated tables, the migrations and `WritingRoles`")
        + "## Who may do what\n\n"
        + Javadoc.of(WritingRoles.class).text()
        + "\n\n"
        + roles()
        + byFeature.entrySet().stream()
            .map(feature ->
                "## %s\n\n".formatted(feature.getKey())
                    + feature.getValue().stream()
                        .map(SchemaPage::table)
                        .collect(Collectors.joining()))
            .collect(Collectors.joining());
  }

  private static String roles() {
    return Markdown.table(
        List.of("table", "`csr_api`", "`csr_worker`", "`csr_system`", "row security"),
        WritingRoles.TABLES.stream()
            .map(roles ->
                List.of(
                    Markdown.code(roles.table()),
                    String.join(", ", roles.api()),
                    String.join(", ", roles.worker()),
                    String.join(", ", roles.system()),
                    migrations().contains("protect_by_tenant('" + roles.table() + "')")
                        ? "yes"
                        : "no"))
            .toList());
  }

  private static String table(Table<?> table) {
    return "### %s\n\n%s\n\n".formatted(table.getName(), table.getComment())
        + Markdown.table(
            List.of("column", "type", "may be missing"),
            Stream.of(table.fields()).map(SchemaPage::column).toList())
        + keys(table).stream().map("- %s\n"::formatted).collect(Collectors.joining())
        + "\n";
  }

  private static List<String> column(Field<?> field) {
    return List.of(
        Markdown.code(field.getName()),
        field.getDataType().getCastTypeName(POSTGRES),
        field.getDataType().nullable() ? "yes" : "");
  }

  private static List<String> keys(Table<?> table) {
    List<String> keys = new ArrayList<>();
    if (table.getPrimaryKey() != null) {
      keys.add("Primary key: " + columns(table.getPrimaryKey()));
    }
    table.getUniqueKeys().forEach(key -> keys.add("Unique: " + columns(key)));
    table.getReferences().forEach(key -> keys.add(reference(key)));
    return keys;
  }

  private static String reference(ForeignKey<?, ?> key) {
    return columns(key) + " refers to " + Markdown.code(key.getKey().getTable().getName());
  }

  private static String columns(Key<?> key) {
    return Markdown.codes(key.getFields().stream().map(Field::getName).toList());
  }

  /** The folder of the migration that makes the table. */
  private static String feature(Table<?> table) {
    return Checkout.files(MIGRATIONS, ".sql").stream()
        .filter(file ->
            Checkout.text(file)
                .replace("create unlogged table", "create table")
                .contains("create table " + table.getName() + " ("))
        .map(file -> Objects.toString(file.getParent().getFileName()))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("No migration makes " + table.getName()));
  }

  private static String migrations() {
    return Checkout.files(MIGRATIONS, ".sql").stream()
        .map(Checkout::text)
        .collect(Collectors.joining());
  }
}
