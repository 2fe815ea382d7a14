package org.teei.csr.activities.imports.groups;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.teei.csr.activities.imports.IntakeFixture;
import org.teei.csr.activities.observability.StepFailure;
import org.teei.csr.activities.shared.RunningJobs.RunningJob;
import org.teei.csr.workflows.imports.groups.FileBegun;
import org.teei.csr.workflows.imports.groups.FileEnds.FileEnd;
import org.teei.csr.workflows.imports.groups.GroupActivities;
import org.teei.csr.workflows.imports.groups.GroupChange;
import org.teei.csr.workflows.imports.groups.GroupFile;
import org.teei.csr.workflows.imports.groups.GroupFinish;
import org.teei.csr.workflows.imports.groups.GroupPlan;
import org.teei.csr.workflows.imports.groups.GroupRef;
import org.teei.csr.workflows.imports.groups.GroupStatus;
import org.teei.csr.workflows.imports.groups.OpenFiles;
import org.teei.csr.workflows.shared.TenantId;

class GroupActivitiesTest {
  private static final String OPTIONS =
      "{\"force\": false, \"mode\": \"commit\", \"errorPolicy\": \"skip-invalid\", \"unknownPeople\": \"reject\"}";
  private static final String FORCED =
      "{\"force\": true, \"mode\": \"commit\", \"errorPolicy\": \"skip-invalid\", \"unknownPeople\": \"create\"}";

  @TempDir Path directory;
  private IntakeFixture fixture;
  private GroupActivities groups;

  @BeforeEach
  void setUp() {
    fixture = new IntakeFixture(directory);
    groups =
        new GroupActivitiesImpl(
            fixture.worker(), fixture.storage(), IntakeFixture.LIMITS, () -> () -> {});
  }

  @Test
  void howAGroupIsWorkedOffStandsInItsRow() throws IOException {
    GroupRef ref = ref("any", "continue", OPTIONS, fixture.upload("a"), fixture.upload("b"));

    assertThat(groups.planGroup(ref)).isEqualTo(new GroupPlan(2, false, false));
    assertThatThrownBy(() -> groups.planGroup(new GroupRef(ref.tenant(), UUID.randomUUID())))
        .isInstanceOf(StepFailure.class);
  }

  @Test
  void aFileBecomesAnImportWithTheOptionsOfTheGroupAndTheIntentToStartIt() throws IOException {
    GroupRef ref = ref("strict", "stop", OPTIONS, fixture.upload(fixture.csv(3)));

    assertThat(groups.beginFile(new GroupFile(ref, 1))).isEqualTo(FileBegun.ended(true));

    var job = jobs().getFirst();
    assertThat(job)
        .containsEntry("unknown_people", "reject")
        .containsEntry("created_by", "somebody")
        .containsEntry("status", "queued");
    assertThat(
            fixture.count(
                "select count(*) from csr.start_intents where workflow_id = ? and priority = 5",
                job.get("workflow_id")))
        .isEqualTo(1);
    assertThat(
            fixture.count(
                "select count(*) from csr.audit_entries where resource_id = ? and action = 'imports.created'",
                job.get("import_id").toString()))
        .isEqualTo(1);
  }

  @Test
  void aFileThatIsBegunAgainStaysTheSameImport() throws IOException {
    GroupRef ref = ref("strict", "stop", FORCED, fixture.upload(fixture.csv(1)));

    groups.beginFile(new GroupFile(ref, 1));
    groups.beginFile(new GroupFile(ref, 1));

    assertThat(jobs()).hasSize(1);
    assertThat(fixture.storage().list(fixture.tenant(), "imports/")).hasSize(1);
  }

  @Test
  void triesThatOverlapMakeOneImportAndKeepOneFile() throws Exception {
    GroupRef ref = ref("strict", "stop", FORCED, fixture.upload(fixture.csv(200)));
    Callable<FileBegun> begin = () -> groups.beginFile(new GroupFile(ref, 1));

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var begun : threads.invokeAll(Collections.nCopies(8, begin))) {
        assertThat(begun.get().begun()).isTrue();
      }
    }

    assertThat(jobs()).hasSize(1);
    assertThat(
            fixture.count("select count(*) from csr.start_intents where tenant_id = ?", tenant()))
        .isEqualTo(1);
    assertThat(fixture.storage().list(fixture.tenant(), "imports/")).hasSize(1);
  }

  @Test
  void twoFilesWithTheSameBytesAreOneImport() throws IOException {
    String csv = fixture.csv(2);
    GroupRef ref = ref("any", "stop", OPTIONS, fixture.upload(csv), fixture.upload(csv));

    groups.beginFile(new GroupFile(ref, 1));
    groups.beginFile(new GroupFile(ref, 2));

    assertThat(jobs()).hasSize(1);
    assertThat(files(ref)).containsExactly("begun", "begun");
    assertThat(fixture.storage().list(fixture.tenant(), "imports/")).hasSize(1);
  }

  @Test
  void aFileThatIsNoneOfTheKindIsRefusedWithItsProblem() throws IOException {
    GroupRef ref = ref("strict", "stop", OPTIONS, fixture.upload("%PDF-1.7 no table"));

    assertThat(groups.beginFile(new GroupFile(ref, 1))).isEqualTo(FileBegun.ended(false));
    assertThat(groups.beginFile(new GroupFile(ref, 1))).isEqualTo(FileBegun.ended(false));

    assertThat(files(ref)).containsExactly("refused");
    assertThat(
            fixture.rows(
                "select problem from csr.import_group_files where group_id = ?", ref.groupId()))
        .containsExactly(Map.of("problem", "imports/not-text"));
    assertThat(jobs()).isEmpty();
    assertThat(fixture.storage().list(fixture.tenant(), "imports/")).isEmpty();
  }

  @Test
  void aFileThatIsNotKeptAnyMoreIsRefused() throws IOException {
    UUID upload = fixture.upload(fixture.csv(1));
    GroupRef ref = ref("strict", "stop", OPTIONS, upload);
    fixture.execute("delete from csr.uploads where upload_id = ?", upload);

    assertThat(groups.beginFile(new GroupFile(ref, 1)).begun()).isFalse();

    assertThat(files(ref)).containsExactly("refused");
  }

  @Test
  void theFileThatAnImportKeepsIsImportedAgain() throws IOException {
    GroupRef first = ref("strict", "stop", OPTIONS, fixture.upload(fixture.csv(2)));
    groups.beginFile(new GroupFile(first, 1));
    UUID kept = (UUID) jobs().getFirst().get("import_id");
    GroupRef ref = ref("strict", "stop", FORCED, List.of());
    fixture.execute(
        "insert into csr.import_group_files (tenant_id, group_id, position, source_import_id) values (?, ?, 1, ?)",
        tenant(),
        ref.groupId(),
        kept);

    assertThat(groups.beginFile(new GroupFile(ref, 1)).begun()).isTrue();

    assertThat(jobs()).hasSize(2);
  }

  @Test
  void filesAreReadAsTheGroupSays() throws IOException {
    GroupRef ref = ref("any", "stop", OPTIONS, List.of(fixture.upload(IntakeFixture.norwegian())));
    fixture.read(
        "import_groups",
        "group_id",
        ref.groupId(),
        IntakeFixture.NORWEGIAN_MAPPING,
        IntakeFixture.NORWEGIAN_FORMAT);

    assertThat(groups.beginFile(new GroupFile(ref, 1)).begun()).isTrue();

    assertThat(jobs().getFirst().get("mapping").toString())
        .contains("\"Deltaker\":\"participant_email\"")
        .doesNotContain("Fylke");
    assertThat(jobs().getFirst().get("declared").toString()).contains("dd.MM.yyyy");
    assertThat(jobs().getFirst()).containsEntry("encoding", "windows-1252");
  }

  @Test
  void aFileForWhichTheCompanyHasNoRoomWaitsVisiblyAndIsBegunLater() throws IOException {
    GroupRef ref =
        ref("any", "stop", OPTIONS, fixture.upload(fixture.csv(1)), fixture.upload(fixture.csv(1)));
    fixture.limit(1, null);
    groups.beginFile(new GroupFile(ref, 1));

    assertThat(groups.beginFile(new GroupFile(ref, 2))).isEqualTo(FileBegun.WAITS);

    assertThat(files(ref)).containsExactly("begun", "waiting");
    assertThat(problems(ref)).containsExactly(null, "imports/too-many-running");
    assertThat(fixture.storage().list(fixture.tenant(), "imports/")).hasSize(1);

    fixture.endImports();
    assertThat(groups.beginFile(new GroupFile(ref, 2))).isEqualTo(FileBegun.ended(true));
    assertThat(problems(ref)).containsExactly(null, null);
  }

  @Test
  void filesThatAreBegunAtOnceDoNotPassTheLimitTogether() throws Exception {
    List<UUID> uploads = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      uploads.add(fixture.upload(fixture.csv(1)));
    }
    GroupRef ref = ref("any", "stop", OPTIONS, uploads);
    fixture.limit(3, null);

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var tasks =
          IntStream.rangeClosed(1, 8)
              .<Callable<FileBegun>>mapToObj(i -> () -> groups.beginFile(new GroupFile(ref, i)))
              .toList();
      for (var begun : threads.invokeAll(tasks)) {
        assertThat(begun.get()).isIn(FileBegun.WAITS, FileBegun.ended(true));
      }
    }

    assertThat(jobs()).hasSize(3);
    assertThat(files(ref).stream().filter("waiting"::equals)).hasSize(5);
    assertThat(fixture.storage().list(fixture.tenant(), "imports/")).hasSize(3);
  }

  @Test
  void aFileThatTheCompanyHasNoBytesLeftForIsRefused() throws IOException {
    GroupRef ref = ref("any", "stop", OPTIONS, fixture.upload(fixture.csv(20)));
    fixture.limit(null, 100L);

    assertThat(groups.beginFile(new GroupFile(ref, 1))).isEqualTo(FileBegun.ended(false));

    assertThat(files(ref)).containsExactly("refused");
    assertThat(problems(ref)).containsExactly("imports/too-many-bytes-kept");
    assertThat(jobs()).isEmpty();
    assertThat(fixture.storage().list(fixture.tenant(), "imports/")).isEmpty();
  }

  @Test
  void importsThatHaveEndedAreTold() throws IOException {
    GroupRef ref =
        ref(
            "any",
            "stop",
            OPTIONS,
            fixture.upload(fixture.csv(1)),
            fixture.upload(fixture.csv(1)),
            fixture.upload(fixture.csv(1)));
    for (int i = 1; i <= 3; i++) {
      groups.beginFile(new GroupFile(ref, i));
    }
    end(ref, 1, "failed");
    end(ref, 3, "completed");

    assertThat(groups.endedFiles(new OpenFiles(ref, List.of(1, 2, 3))).ends())
        .containsExactly(new FileEnd(1, false), new FileEnd(3, true));
    assertThat(groups.endedFiles(new OpenFiles(ref, List.of(2))).ends()).isEmpty();
  }

  @Test
  void aGroupEndsOnceAndLeavesOutWhatWasNotBegun() throws IOException {
    GroupRef ref =
        ref("strict", "stop", OPTIONS, fixture.upload(fixture.csv(1)), fixture.upload("x"));
    groups.beginFile(new GroupFile(ref, 1));
    groups.showGroup(new GroupChange(ref, GroupStatus.IMPORTING));

    groups.finishGroup(new GroupFinish(ref, GroupStatus.FAILED, "imports/file-failed"));
    groups.finishGroup(new GroupFinish(ref, GroupStatus.COMPLETED, null));
    groups.showGroup(new GroupChange(ref, GroupStatus.PAUSED));

    assertThat(
            fixture.rows(
                "select status, problem from csr.import_groups where group_id = ?", ref.groupId()))
        .containsExactly(Map.of("status", "failed", "problem", "imports/file-failed"));
    assertThat(files(ref)).containsExactly("begun", "left_out");
    assertThat(
            fixture.count(
                "select count(*) from csr.audit_entries where action = 'imports.group-finished' and resource_id = ?",
                ref.groupId().toString()))
        .isEqualTo(1);
  }

  @Test
  void aGroupWhoseWorkflowIsGoneIsFoundAndClosed() {
    GroupRef ref = ref("strict", "stop", OPTIONS, List.of());
    var runs = new GroupRuns(fixture.system(), fixture.worker(), groups);

    RunningJob job =
        runs.olderThan(Duration.ZERO).stream()
            .filter(one -> one.jobId().equals(ref.groupId()))
            .findFirst()
            .orElseThrow();
    assertThat(runs.isActive(job)).isTrue();
    runs.endedOutside(job);

    assertThat(runs.isActive(job)).isFalse();
  }

  private void end(GroupRef ref, int position, String status) {
    fixture.execute(
        """
        update csr.import_jobs set status = ?, finished_at = now() where import_id =
          (select import_id from csr.import_group_files where group_id = ? and position = ?)
        """,
        status,
        ref.groupId(),
        position);
  }

  private GroupRef ref(String order, String onFailure, String options, UUID... uploads) {
    return ref(order, onFailure, options, List.of(uploads));
  }

  private GroupRef ref(String order, String onFailure, String options, List<UUID> uploads) {
    return new GroupRef(new TenantId(tenant()), fixture.group(order, onFailure, options, uploads));
  }

  private List<String> files(GroupRef ref) {
    List<String> states = new ArrayList<>();
    fixture
        .rows(
            "select state from csr.import_group_files where group_id = ? order by position",
            ref.groupId())
        .forEach(row -> states.add((String) row.get("state")));
    return states;
  }

  private List<Object> problems(GroupRef ref) {
    List<Object> problems = new ArrayList<>();
    fixture
        .rows(
            "select problem from csr.import_group_files where group_id = ? order by position",
            ref.groupId())
        .forEach(row -> problems.add(row.get("problem")));
    return problems;
  }

  private List<Map<String, Object>> jobs() {
    return fixture.rows(
        "select * from csr.import_jobs where tenant_id = ? order by created_at", tenant());
  }

  private String tenant() {
    return fixture.tenant();
  }
}
