package org.teei.csr.activities.imports;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.teei.csr.activities.imports.ImportFixture.LANGUAGE;
import static org.teei.csr.activities.imports.ImportFixture.MENTORSHIP;
import static org.teei.csr.activities.imports.ImportFixture.email;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.teei.csr.workflows.imports.ImportRef;

/** Nothing personal of a file stands anywhere in the clear, while an import runs and afterwards. */
class ImportPrivacyTest {
  @TempDir Path directory;

  private final String participant = email("participant");
  private final String volunteer = email("volunteer");
  private final List<String> needles =
      List.of(participant, volunteer, "confided sentence", "whispered goal", "veiled detail");

  @Test
  void noColumnHoldsAddressOrFreeTextInTheClear() {
    ImportFixture imports = new ImportFixture(directory);
    ImportRef rejected = imports.upload(language("nobody at all"));
    ImportRef sound = imports.upload(language(volunteer));
    imports.activities().stage(sound);
    assertThat(findings(imports)).as("while rows are staged").isEmpty();

    imports.run(sound);
    imports.run(rejected);
    imports.run(
        MENTORSHIP
            + "M-1,%s,%s,2026-03-01,,30,,confided sentence,career,whispered goal\n"
                .formatted(participant, volunteer));

    assertThat(findings(imports)).as("after the end").isEmpty();
    assertThat(imports.count("select count(*) from csr.texts where tenant_id = ?", imports.tenant))
        .isEqualTo(3);
  }

  @Test
  void noFileOfTheStorageHoldsAddressOrFreeTextInTheClear() throws IOException {
    ImportFixture imports = new ImportFixture(directory);
    imports.run(language(volunteer));

    try (var files = Files.walk(directory)) {
      List<Path> regular = files.filter(Files::isRegularFile).toList();
      assertThat(regular).hasSizeGreaterThan(1);
      for (Path file : regular) {
        String bytes = new String(Files.readAllBytes(file), ISO_8859_1);
        assertThat(needles).noneMatch(bytes::contains);
      }
    }
  }

  @Test
  void theSearchFindsWhatIsInTheClear() {
    ImportFixture imports = new ImportFixture(directory);
    imports.run(language(volunteer));
    imports.execute(
        "update csr.sessions set focus_area = ?, metadata_ciphertext = ? where tenant_id = ?",
        "a whispered goal",
        ("x" + participant).getBytes(UTF_8),
        imports.tenant);

    assertThat(findings(imports))
        .containsExactlyInAnyOrder(
            "sessions.focus_area whispered goal", "sessions.metadata_ciphertext " + participant);
  }

  private String language(String second) {
    return LANGUAGE
        + "L-1,%s,%s,2026-03-01,,30,4,confided sentence,b1,,\"{\"\"note\"\":\"\"veiled detail\"\"}\"\n"
            .formatted(participant, second);
  }

  /** Looks for each needle in all columns of all tables that can hold it. */
  private List<String> findings(ImportFixture imports) {
    List<String> findings = new ArrayList<>();
    for (Map<String, Object> column :
        imports.rows(
            """
            select c.table_name as t, c.column_name as c, c.data_type as type
            from information_schema.columns c join information_schema.tables t
              on t.table_schema = c.table_schema and t.table_name = c.table_name and t.table_type = 'BASE TABLE'
            where c.table_schema = 'csr' and c.data_type in ('text', 'jsonb', 'bytea', 'ARRAY')
            """)) {
      boolean bytes = column.get("type").equals("bytea");
      for (String needle : needles) {
        String sql =
            (bytes
                    ? "select count(*) from csr.%s where position(convert_to(?, 'UTF8') in %s) > 0"
                    : "select count(*) from csr.%s where position(? in %s::text) > 0")
                .formatted(column.get("t"), column.get("c"));
        if (imports.count(sql, needle) > 0) {
          findings.add(column.get("t") + "." + column.get("c") + " " + needle);
        }
      }
    }
    return findings;
  }
}
