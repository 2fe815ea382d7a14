package org.teei.csr.deploy.identity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.teei.csr.deploy.shared.ApiClient;
import org.teei.csr.deploy.shared.ApiClient.Answer;
import org.teei.csr.deploy.shared.Bearer;
import org.teei.csr.deploy.shared.CsrFailure;

/**
 * The tokens of somebody who has signed in with {@code ./csr login}, in a file that only its owner
 * reads. A refresh token is used once, so of several commands at a time one refreshes and the
 * others find what it got.
 */
public final class Login implements Bearer {
  static final String CLIENT = "csr-login";

  /** What a token must have left, so that it does not end on the way. */
  private static final Duration LEFT = Duration.ofMinutes(1);

  private static final ObjectMapper JSON = new ObjectMapper();

  private final ApiClient api;
  private final Path file;

  /** As it stands in the file. */
  private record Tokens(String accessToken, String refreshToken, long usableUntil) {
    boolean usable() {
      return Instant.now().isBefore(Instant.ofEpochSecond(usableUntil));
    }
  }

  /**
   * @param api needs no token of its own
   * @param file holds the tokens while somebody is signed in
   */
  public Login(ApiClient api, Path file) {
    this.api = api;
    this.file = file;
  }

  public static boolean isIn(Path file) {
    return Files.exists(file);
  }

  @Override
  public String token() throws InterruptedException {
    try (var lock = lock()) {
      Tokens held = read();
      return held.usable() ? held.accessToken() : refreshed(held).accessToken();
    } catch (IOException e) {
      throw new CsrFailure(file + " cannot be used: " + e.getMessage(), e);
    }
  }

  /** Keeps what the API gave. */
  void keep(JsonNode granted) throws IOException {
    write(granted);
  }

  /** Ends the sign-in here and at the API. */
  void end() throws InterruptedException {
    try (var lock = lock()) {
      Tokens held = read();
      Files.delete(file);
      api.post(
          api.resolve("/oauth2/revoke"), Map.of("client_id", CLIENT, "token", held.refreshToken()));
    } catch (IOException e) {
      throw new CsrFailure(file + " cannot be removed: " + e.getMessage(), e);
    }
  }

  private Tokens refreshed(Tokens held) throws IOException, InterruptedException {
    Answer answer =
        api.post(
            api.resolve("/oauth2/token"),
            Map.of(
                "client_id",
                CLIENT,
                "grant_type",
                "refresh_token",
                "refresh_token",
                held.refreshToken()));
    if (answer.status() == 400) {
      Files.delete(file);
      throw new CsrFailure("Your sign-in has ended. Sign in again: ./csr login");
    }
    if (!answer.isSuccess()) {
      throw new CsrFailure("The API does not refresh your sign-in: " + answer.problem());
    }
    return write(answer.body());
  }

  private Tokens read() throws IOException {
    if (!Files.exists(file)) {
      throw new CsrFailure("Nobody is signed in. Sign in: ./csr login");
    }
    return JSON.readValue(file.toFile(), Tokens.class);
  }

  private Tokens write(JsonNode granted) throws IOException {
    var tokens =
        new Tokens(
            granted.path("access_token").asText(),
            granted.path("refresh_token").asText(),
            Instant.now()
                .plusSeconds(granted.path("expires_in").asLong())
                .minus(LEFT)
                .getEpochSecond());
    // A temporary file is its owner's only, and stays so when it is moved.
    Path draft = Files.createTempFile(file.toAbsolutePath().getParent(), ".login", ".new");
    try {
      JSON.writeValue(draft.toFile(), tokens);
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(draft);
    }
    return tokens;
  }

  /** Closed, the channel gives the lock back. */
  private FileChannel lock() throws IOException {
    var channel =
        FileChannel.open(
            file.resolveSibling(file.getFileName() + ".lock"),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE);
    channel.lock();
    return channel;
  }
}
