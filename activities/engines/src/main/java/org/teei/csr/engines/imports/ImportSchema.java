package org.teei.csr.engines.imports;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.teei.csr.engines.imports.ColumnSpec.Type;

/**
 * A file format as data: what the checks apply, the documentation shows and the API lists.
 *
 * @param recognisedBy columns that tell this format from others of its kind
 * @param oneOf groups of columns of which a row fills at least one; empty where there is no choice
 * @param ragged whether a row may end before the header does: the cells that are not there are
 *     blank
 */
public record ImportSchema(
    ImportKind kind,
    String name,
    String version,
    List<String> recognisedBy,
    List<List<String>> oneOf,
    boolean ragged,
    List<ColumnSpec> columns) {

  public ImportSchema {
    recognisedBy = List.copyOf(recognisedBy);
    oneOf = oneOf.stream().map(List::copyOf).toList();
    columns = List.copyOf(columns);
  }

  /** Name and version as one word, as in {@code language_session/1.1}. */
  public String id() {
    return name + "/" + version;
  }

  /** The columns that name the people a row is about, in the order of {@link ImportRow#people}. */
  public List<String> people() {
    return identifiers().stream().map(PersonColumns::email).toList();
  }

  /**
   * All columns that identify the people a row is about, in the order of {@link ImportRow#people}.
   */
  public List<PersonColumns> identifiers() {
    return required().stream()
        .filter(column -> column.type() == Type.EMAIL)
        .map(email ->
            new PersonColumns(
                email.name(),
                identifying(email.name(), Type.TEXT),
                identifying(email.name(), Type.UUID)))
        .toList();
  }

  /** Whether a row may tell more of a person than the e-mail address. */
  public boolean identifiesFurther() {
    return columns.stream().anyMatch(column -> column.person() != null);
  }

  private @Nullable String identifying(String email, Type type) {
    return columns.stream()
        .filter(column -> email.equals(column.person()) && column.type() == type)
        .map(ColumnSpec::name)
        .findFirst()
        .orElse(null);
  }

  /**
   * The columns that identify one person of a row.
   *
   * @param externalId has what the source calls the person
   * @param personId has our id
   */
  public record PersonColumns(
      String email, @Nullable String externalId, @Nullable String personId) {}

  public List<ColumnSpec> required() {
    return columns.stream().filter(ColumnSpec::required).toList();
  }
}
