package org.teei.csr.api.imports;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Map;
import org.jooq.JSONB;
import org.jspecify.annotations.Nullable;
import org.teei.csr.api.problems.Problem.Fault;
import org.teei.csr.api.problems.ProblemException;
import org.teei.csr.api.problems.RequestProblem;
import org.teei.csr.engines.imports.DeclaredFormat;
import org.teei.csr.engines.imports.FileReading;
import org.teei.csr.engines.imports.HeaderMapping;
import org.teei.csr.engines.imports.ImportKind;
import org.teei.csr.engines.imports.InvalidDeclaration;

/**
 * How files are to be read that come later: the parameters of an upload as members of a body. What
 * is left out is told by each file.
 *
 * @param mapping for files of which each need not have every header; null for the remembered one
 */
@Schema(name = "ImportReading")
public record RequestedReading(
    @Schema(
            example = "{\"Learner e-mail\": \"participant_email\", \"Internal note\": null}",
            description =
                "Header to column, or to null for a header that is to be no column. Headers that a file does not have are left aside. Without it the remembered mapping of the kind is used, as it is when a file comes.")
        @Nullable Map<String, @Nullable String> mapping,
    @Schema(example = "dd.MM.yyyy") @Nullable String dateFormat,
    @Schema(example = "Europe/Oslo") @Nullable String timeZone,
    @Schema(example = ",") @Nullable String decimalSeparator,
    @Schema(example = "semicolon") @Nullable String delimiter,
    @Schema(example = "windows-1252") @Nullable String encoding,
    @Schema(example = "excel") @Nullable String spreadsheet) {
  private static final String PLACE = "/reading";
  private static final RequestedReading NONE =
      new RequestedReading(null, null, null, null, null, null, null);

  /**
   * As it is kept.
   *
   * @param mapping null for the remembered one
   */
  public record Kept(@Nullable JSONB mapping, JSONB declared) {}

  /** Checked, as it is kept; to stand in the member {@code reading} of a body. */
  public static Kept checked(ImportKind kind, @Nullable RequestedReading wanted) {
    var given = wanted == null ? NONE : wanted;
    var mapping =
        given.mapping == null
            ? null
            : JSONB.valueOf(ImportMappings.checked(kind, given.mapping, PLACE + "/mapping").json());
    return new Kept(mapping, JSONB.valueOf(given.declared().json()));
  }

  /** What was kept, as it is shown; null where each file tells for itself. */
  public static @Nullable RequestedReading of(@Nullable JSONB mapping, JSONB declared) {
    var kept =
        FileReading.ofFiles(
            mapping == null ? HeaderMapping.NONE.json() : mapping.data(), declared.data());
    var said = kept.declared().values();
    if (mapping == null && said.isEmpty()) {
      return null;
    }
    return new RequestedReading(
        mapping == null ? null : kept.mapping().fields(),
        said.get(DeclaredFormat.DATE_FORMAT),
        said.get(DeclaredFormat.TIME_ZONE),
        said.get(DeclaredFormat.DECIMAL_SEPARATOR),
        said.get(DeclaredFormat.DELIMITER),
        said.get(DeclaredFormat.ENCODING),
        said.get(DeclaredFormat.SPREADSHEET));
  }

  private DeclaredFormat declared() {
    try {
      return DeclaredFormat.of(
          ReadingParameters.declarations(
              dateFormat, timeZone, decimalSeparator, delimiter, encoding, spreadsheet));
    } catch (InvalidDeclaration invalid) {
      throw ProblemException.of(
          RequestProblem.INVALID_BODY,
          List.of(Fault.ofMember(PLACE + "/" + invalid.name(), "invalid", invalid.rule())));
    }
  }
}
