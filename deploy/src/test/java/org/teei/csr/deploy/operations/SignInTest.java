package org.teei.csr.deploy.operations;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.teei.csr.deploy.identity.FakeApi;

/** Commands on a stack whose launcher is this very process and whose API is a small server. */
class SignInTest {
  @TempDir Path folder;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final StringWriter err = new StringWriter();
  private FakeApi api;
  private String secret;

  @BeforeEach
  void start() throws IOException {
    var data = new DataFolder(folder);
    secret = Credentials.of(data).developmentSecret();
    api = new FakeApi(secret);
    new Stack(
            new Ports(api.port(), 8081, 5433, 4222, 7233, 8233, 8082),
            RunningProcess.of(Role.LAUNCHER, ProcessHandle.current()),
            Map.of(),
            List.of(),
            Map.of(),
            true)
        .write(data);
  }

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void token_prints_the_token_and_nothing_else() {
    assertThat(run("token")).isZero();
    assertThat(out.toString(UTF_8)).isEqualTo("token-1" + System.lineSeparator());
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void token_is_that_of_the_administrator_of_demo_unless_told_otherwise() {
    run("token");
    run("token", "--tenant", "platform", "--role", "operator");
    assertThat(api.forms.getFirst()).contains("tenant=demo", "role=company_admin");
    assertThat(api.forms.getLast()).contains("tenant=platform", "role=operator");
  }

  @Test
  void a_role_that_the_api_does_not_know_is_told_in_one_sentence() {
    assertThat(run("token", "--role", "nobody")).isEqualTo(1);
    assertThat(err.toString()).contains("There is no role nobody.").doesNotContain("Exception");
    assertThat(out.toString(UTF_8)).isEmpty();
  }

  @Test
  void other_commands_sign_in_by_themselves() throws IOException {
    Path file = Files.writeString(folder.resolve("sessions.csv"), "session_id\n");
    run("import", file.toString(), "--kind", "sessions", "--watch");
    run("audit", "verify");
    assertThat(api.authorisations)
        .containsExactly("Bearer token-1", "Bearer token-1", "Bearer token-2");
    assertThat(api.forms)
        .allSatisfy(form -> assertThat(form).contains("tenant=demo", "role=company_admin"));
  }

  @Test
  void no_command_prints_the_secret() {
    run("status");
    run("status", "--json");
    run("token");
    run("token", "--role", "nobody");
    assertThat(out.toString(UTF_8) + err).doesNotContain(secret);
  }

  private int run(String... arguments) {
    var csr = new Csr(new Checkout(folder), new PrintStream(out, true, UTF_8));
    var line = Csr.commandLine(csr).setErr(new PrintWriter(err, true));
    String[] words = new String[arguments.length + 2];
    words[0] = "--data";
    words[1] = folder.toString();
    System.arraycopy(arguments, 0, words, 2, arguments.length);
    return line.execute(words);
  }
}
