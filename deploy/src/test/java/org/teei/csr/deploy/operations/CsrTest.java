package org.teei.csr.deploy.operations;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsrTest {
  @TempDir Path folder;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final StringWriter err = new StringWriter();

  @Test
  void tells_in_json_that_nothing_runs() {
    assertThat(run("status", "--json", "--data", folder.toString())).isZero();
    assertThat(out.toString(UTF_8))
        .contains("\"ready\" : false", "\"processes\" : { }", folder.toString());
  }

  @Test
  void takes_the_data_folder_before_the_command_too() {
    assertThat(run("--data", folder.toString(), "status")).isEqualTo(1);
    assertThat(out.toString(UTF_8)).contains("Nothing runs in " + folder);
  }

  @Test
  void acts_on_the_stack_that_the_checkout_started_last() throws IOException {
    Path elsewhere = folder.resolve("elsewhere");
    new Checkout(folder).rememberData(elsewhere);
    run("status");
    assertThat(out.toString(UTF_8)).contains("Nothing runs in " + elsewhere);
  }

  @Test
  void has_nothing_to_stop_where_nothing_runs() {
    assertThat(run("down", "--data", folder.toString())).isZero();
  }

  @Test
  void says_in_one_sentence_what_is_missing() {
    assertThat(run("temporal", "--data", folder.toString(), "workflow", "list")).isEqualTo(1);
    assertThat(run("import", "--data", folder.toString(), "--kind", "sessions", "file.csv"))
        .isEqualTo(1);
    assertThat(run("token", "--data", folder.toString())).isEqualTo(1);
    assertThat(out.toString(UTF_8)).isEmpty();
    assertThat(err.toString()).contains("start one by ./csr up").doesNotContain("Exception");
  }

  @Test
  void lets_the_temporal_cli_read_payloads_through_the_api() {
    assertThat(Csr.temporalSettings(new Ports(18080, 8081, 5433, 4222, 17233, 8233, 8082)))
        .containsEntry("TEMPORAL_ADDRESS", "127.0.0.1:17233")
        .containsEntry("TEMPORAL_CODEC_ENDPOINT", "http://127.0.0.1:18080/codec");
  }

  @Test
  void asks_for_the_kind_of_an_import() {
    assertThat(run("import", "file.csv")).isEqualTo(2);
    assertThat(err.toString()).contains("--kind");
  }

  @Test
  void refuses_an_unknown_source_of_binaries() {
    assertThat(run("up", "--from", "elsewhere", "--data", folder.toString())).isEqualTo(2);
  }

  @Test
  void writes_a_sample_file() {
    Path file = folder.resolve("sample.csv");
    assertThat(run("sample", "--rows", "50", "--seed", "3", "--out", file.toString())).isZero();
    assertThat(file).isNotEmptyFile();
  }

  private int run(String... arguments) {
    var csr = new Csr(new Checkout(folder), new PrintStream(out, true, UTF_8));
    return Csr.commandLine(csr).setErr(new PrintWriter(err, true)).execute(arguments);
  }
}
