package org.teei.csr.activities.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.teei.csr.activities.imports.ImportFixture.email;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.teei.csr.activities.events.EventTypes;
import org.teei.csr.engines.imports.ImportKind;
import org.teei.csr.workflows.imports.ImportCounts;
import org.teei.csr.workflows.imports.ImportRef;

/** What a file of completed courses leaves behind. */
class CompletionImportTest {
  private static final String HEADER =
      "user_email,provider,course_id,course_name,completed_at,final_score,credential_ref\n";

  @TempDir Path directory;

  private ImportFixture imports;
  private final String learner = email("learner");

  @BeforeEach
  void prepare() {
    imports = new ImportFixture(directory);
  }

  @Test
  void aNewCompletionIsKeptWithItsPerson() {
    ImportRef ref = upload(row(learner, "eCornell", "92.5"));

    assertThat(imports.run(ref)).isEqualTo(new ImportCounts(1, 1, 0, 0, 0, 0));
    Map<String, Object> completion = completions().getFirst();
    assertThat(completion)
        .containsEntry("provider", "ecornell")
        .containsEntry("course_id", "EXEC-101")
        .containsEntry("course_name", "Executive Leadership")
        .containsEntry("final_score", new BigDecimal("92.50"))
        .containsEntry("credential_ref", "CERT-1");
    assertThat(imports.ledger(ref).getFirst())
        .containsEntry("entity_id", completion.get("completion_id"));
  }

  @Test
  void anEventHasIdsAndFiguresAndNoNames() throws Exception {
    imports.run(upload(row(learner, "ecornell", "92.5")));

    Map<String, Object> event = events().getFirst();
    assertThat(
            EventTypes.of("upskilling.course.completed")
                .orElseThrow()
                .violations(new ObjectMapper().readTree(event.get("data").toString())))
        .isEmpty();
    assertThat(event.get("data").toString())
        .contains(completions().getFirst().get("completion_id").toString(), "EXEC-101", "92.5")
        .doesNotContain("Leadership", "CERT-1", learner);
    assertThat(event).containsEntry("person_id", completions().getFirst().get("person_id"));
  }

  @Test
  void equalContentIsADuplicateAndSetsNothingOff() {
    imports.run(upload(row(learner, "ecornell", "92.5")));

    assertThat(imports.run(upload(row(learner, "ECORNELL", "92.50"))))
        .isEqualTo(new ImportCounts(1, 0, 0, 0, 1, 0));
    assertThat(events()).hasSize(1);
  }

  @Test
  void anotherScoreUpdatesTheCompletionUnderItsId() {
    imports.run(upload(row(learner, "ecornell", "80")));
    Object id = completions().getFirst().get("completion_id");

    assertThat(imports.run(upload(row(learner, "ecornell", ""))))
        .isEqualTo(new ImportCounts(1, 1, 1, 0, 0, 0));
    assertThat(completions()).hasSize(1);
    assertThat(completions().getFirst())
        .containsEntry("completion_id", id)
        .containsEntry("final_score", null);
    assertThat(events()).hasSize(2);
  }

  @Test
  void theSameCourseOfAnotherProviderOrPersonIsAnother() {
    imports.run(
        upload(
            row(learner, "ecornell", "80")
                + row(learner, "itslearning", "80")
                + row(email("other"), "ecornell", "80")));

    assertThat(completions()).hasSize(3);
  }

  @Test
  void ofTwoRowsOfOneCourseTheLaterCountsWhateverThePersonIsCalled() {
    String other = email("learner");
    imports.run(
        imports.upload(
            ImportKind.USERS, "email,kintell_id\n%s,K-1\n%s,K-1\n".formatted(learner, other)));
    ImportRef ref =
        upload(
            row(learner, "ecornell", "80")
                + row(learner, "eCornell", "81")
                + row(other, "ecornell", "82"));

    assertThat(imports.run(ref)).isEqualTo(new ImportCounts(3, 1, 0, 0, 2, 0));
    assertThat(imports.outcomes(ref)).containsExactly("duplicate", "duplicate", "accepted");
    assertThat(completions()).hasSize(1);
    assertThat(completions().getFirst()).containsEntry("final_score", new BigDecimal("82.00"));
  }

  @Test
  void rowsOfErasedAndUnknownPeopleAreRejected() {
    imports.run(upload(row(learner, "ecornell", "80")));
    imports.erase((UUID) completions().getFirst().get("person_id"));
    ImportRef ref =
        imports.upload(
            ImportKind.COMPLETIONS,
            HEADER + row(learner, "ecornell", "80") + row(email("other"), "ecornell", "80"),
            "reject");

    imports.run(ref);

    assertThat(imports.outcomes(ref))
        .containsExactly("rejected E012:user_email", "rejected E010:user_email");
  }

  @Test
  void completionsOfAnotherTenantAreOthers() {
    imports.run(upload(row(learner, "ecornell", "80")));
    ImportFixture others = new ImportFixture(directory.resolve("other"));

    others.run(others.upload(ImportKind.COMPLETIONS, HEADER + row(learner, "ecornell", "90")));

    assertThat(completions().getFirst()).containsEntry("final_score", new BigDecimal("80.00"));
  }

  private ImportRef upload(String rows) {
    return imports.upload(ImportKind.COMPLETIONS, HEADER + rows);
  }

  private static String row(String email, String provider, String score) {
    return "%s,%s,EXEC-101,Executive Leadership,2025-10-15T14:30:00Z,%s,CERT-1\n"
        .formatted(email, provider, score);
  }

  private List<Map<String, Object>> completions() {
    return imports.rows("select * from csr.course_completions where tenant_id = ?", imports.tenant);
  }

  private List<Map<String, Object>> events() {
    return imports.rows(
        """
        select person_id, data from csr.outbox_events
        where tenant_id = ? and type = 'upskilling.course.completed' order by position
        """,
        imports.tenant);
  }
}
