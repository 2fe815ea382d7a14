package org.teei.csr.deploy.operations;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.teei.csr.deploy.identity.FakeApi;

/** Somebody signs in with a browser, which is this test, at an API that is a small server. */
class LoginTest {
  @TempDir Path folder;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final StringWriter err = new StringWriter();
  private FakeApi api;

  @BeforeEach
  void start() throws IOException {
    var data = new DataFolder(folder);
    api = new FakeApi(Credentials.of(data).developmentSecret());
    api.providers = "\"google\"";
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
  void without_a_provider_login_says_so_and_points_at_token() {
    api.providers = "";
    assertThat(run("login")).isEqualTo(1);
    assertThat(err.toString()).contains("No sign-in provider is set up here", "./csr token");
  }

  @Test
  void after_a_login_token_prints_that_persons_token() throws Exception {
    login("the-code");
    out.reset();
    assertThat(run("token")).isZero();
    assertThat(out.toString(UTF_8)).isEqualTo("person-1" + System.lineSeparator());
  }

  @Test
  void a_role_asks_for_a_development_user_all_the_same() throws Exception {
    login("the-code");
    out.reset();
    run("token", "--role", "company_user");
    assertThat(out.toString(UTF_8)).isEqualTo("token-2" + System.lineSeparator());
  }

  @Test
  void an_ended_token_is_refreshed_with_the_newest_refresh_token() throws Exception {
    api.lifeOfPersonsTokens = 0;
    login("the-code");
    run("token");
    out.reset();
    run("token");
    assertThat(out.toString(UTF_8)).isEqualTo("person-3" + System.lineSeparator());
  }

  @Test
  void of_several_commands_at_a_time_none_uses_a_refresh_token_twice() throws Exception {
    api.lifeOfPersonsTokens = 0;
    login("the-code");
    api.lifeOfPersonsTokens = 900;
    Callable<String> token = () -> StackApi.tokens(new DataFolder(folder)).token();
    try (var threads = Executors.newFixedThreadPool(1)) {
      var answers = threads.invokeAll(IntStream.range(0, 4).mapToObj(_ -> token).toList());
      assertThat(answers).extracting(Future::resultNow).containsOnly("person-2");
    }
  }

  @Test
  void the_tokens_are_for_the_eyes_of_their_owner() throws Exception {
    login("the-code");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
  }

  @Test
  void a_code_that_the_api_does_not_take_signs_nobody_in() throws Exception {
    assertThat(login("another-code")).isEqualTo(1);
    assertThat(file()).doesNotExist();
    assertThat(err.toString()).contains("The API gives no token");
  }

  @Test
  void logout_forgets_the_person() throws Exception {
    login("the-code");
    assertThat(run("logout")).isZero();
    out.reset();
    run("token");
    assertThat(file()).doesNotExist();
    assertThat(out.toString(UTF_8)).isEqualTo("token-2" + System.lineSeparator());
  }

  private Path file() {
    return folder.resolve("login.json");
  }

  /**
   * Runs the command and plays the browser: first comes a stranger's answer, then the right one.
   */
  private int login(String code) throws Exception {
    var printed = new CompletableFuture<String>();
    var lines =
        new PrintStream(out, true, UTF_8) {
          @Override
          public void println(Object line) {
            super.println(line);
            printed.complete(String.valueOf(line));
          }
        };
    var exit = CompletableFuture.supplyAsync(() -> run(lines, "login"));
    String address = printed.get();
    String callback = parameter(address, "redirect_uri");
    assertThat(visit(callback + "?code=stolen&state=guessed")).isEqualTo(400);
    assertThat(visit(callback + "?code=" + code + "&state=" + parameter(address, "state")))
        .isEqualTo(200);
    return exit.get();
  }

  private static String parameter(String address, String name) {
    for (String pair : URI.create(address).getRawQuery().split("&")) {
      if (pair.startsWith(name + "=")) {
        return URLDecoder.decode(pair.substring(name.length() + 1), UTF_8);
      }
    }
    throw new AssertionError("no " + name + " in " + address);
  }

  private static int visit(String address) throws IOException, InterruptedException {
    try (var browser = HttpClient.newHttpClient()) {
      return browser
          .send(HttpRequest.newBuilder(URI.create(address)).build(), BodyHandlers.discarding())
          .statusCode();
    }
  }

  private int run(String... arguments) {
    return run(new PrintStream(out, true, UTF_8), arguments);
  }

  private int run(PrintStream lines, String... arguments) {
    var line =
        Csr.commandLine(new Csr(new Checkout(folder), lines)).setErr(new PrintWriter(err, true));
    String[] words = new String[arguments.length + 2];
    words[0] = "--data";
    words[1] = folder.toString();
    System.arraycopy(arguments, 0, words, 2, arguments.length);
    return line.execute(words);
  }
}
