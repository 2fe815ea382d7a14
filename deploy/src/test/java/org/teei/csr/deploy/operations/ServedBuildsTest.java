package org.teei.csr.deploy.operations;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServedBuildsTest {
  @TempDir Path folder;
  private DataFolder data;
  private ServedBuilds served;

  @BeforeEach
  void make() throws IOException {
    data = new DataFolder(folder);
    data.create();
    served = new ServedBuilds(data);
  }

  @Test
  void earlier_builds_go_on_beside_the_current_one_until_they_are_drained() throws IOException {
    ApplicationBuild first = build("aaa", "one");
    ApplicationBuild second = build("bbb", "two");
    ApplicationBuild third = build("ccc", "three");
    served.serve(first);
    served.serve(second);
    served.serve(third);

    assertThat(served.besides(third))
        .extracting(ApplicationBuild::id)
        .containsExactlyInAnyOrder("aaa", "bbb");

    served.drained(first);

    assertThat(served.besides(third)).extracting(ApplicationBuild::id).containsExactly("bbb");
  }

  @Test
  void a_build_with_the_same_workflows_takes_the_place_of_the_earlier_one() throws IOException {
    ApplicationBuild first = build("aaa", "one");
    served.serve(first);
    ApplicationBuild withOtherActivities = build("bbb", "one");
    served.serve(withOtherActivities);

    assertThat(served.besides(withOtherActivities)).isEmpty();
    assertThat(ServedBuilds.isServed(first.jar().getParent())).isFalse();
  }

  @Test
  void the_current_build_is_the_earlier_one_again_after_a_step_back() throws IOException {
    ApplicationBuild first = build("aaa", "one");
    ApplicationBuild second = build("bbb", "two");
    served.serve(first);
    served.serve(second);
    served.serve(first);

    assertThat(served.besides(first)).extracting(ApplicationBuild::id).containsExactly("bbb");
  }

  @Test
  void code_that_runs_may_need_is_not_deleted_with_old_builds() throws Exception {
    ApplicationBuild needed = build("aaa", "one");
    served.serve(needed);
    Path jar = Files.writeString(folder.resolve("new.jar"), "");
    for (int i = 0; i < 10; i++) {
      Files.writeString(jar, "build " + i);
      ApplicationBuild.copy(jar, "worker", data);
    }

    assertThat(needed.jar().getParent()).exists();
    try (var builds = Files.list(data.builds())) {
      assertThat(builds).hasSizeLessThan(10);
    }
  }

  @Test
  void an_outgoing_worker_is_told_so_and_migrates_nothing() throws IOException {
    ApplicationBuild build = build("aaa", "one");
    served.serve(build);
    OutgoingWorker worker =
        OutgoingWorker.of(
            build,
            served,
            List.of("-jar", build.jar().toString()),
            Map.of(
                "CSR_TEMPORAL_VERSIONING",
                "current",
                "CSR_DATABASE_OWNER_USERNAME",
                "csr_owner",
                "CSR_DATABASE_OWNER_PASSWORD",
                "secret"));

    assertThat(worker.name()).isEqualTo("worker of build aaa");
    assertThat(worker.command().environment())
        .containsEntry("CSR_TEMPORAL_VERSIONING", "outgoing")
        .containsEntry("SERVER_PORT", "0")
        .doesNotContainKeys("CSR_DATABASE_OWNER_USERNAME", "CSR_DATABASE_OWNER_PASSWORD");
    assertThat(worker.endsWith(137)).isFalse();
    assertThat(ServedBuilds.isServed(build.jar().getParent())).isTrue();
    assertThat(worker.endsWith(0)).isTrue();
    assertThat(ServedBuilds.isServed(build.jar().getParent())).isFalse();
  }

  private ApplicationBuild build(String id, String workflows) throws IOException {
    Path root = data.builds().resolve("worker-" + id);
    Path library = Files.createDirectories(root.resolve("lib")).resolve("csr-workflows-0.1.jar");
    try (var jar = new ZipOutputStream(Files.newOutputStream(library))) {
      jar.putNextEntry(new ZipEntry("META-INF/csr-workflows-build"));
      jar.write(workflows.getBytes(UTF_8));
    }
    return new ApplicationBuild(id, root.resolve("worker.jar"), true);
  }
}
