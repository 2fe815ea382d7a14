package org.teei.csr.deploy.identity;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.teei.csr.deploy.shared.ApiClient;
import org.teei.csr.deploy.shared.ApiClient.Answer;
import org.teei.csr.deploy.shared.CsrFailure;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code ./csr login}: signs somebody in with an OpenID provider, by the authorization code flow
 * with PKCE (RFC 7636). It prints the address and opens no browser.
 */
@Command(
    name = "login",
    mixinStandardHelpOptions = true,
    description = {
      "Signs you in at the running stack with an OpenID provider.",
      "Afterwards the other commands act as you, until ./csr logout."
    })
public final class LoginCommand implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final int BYTES = 32;

  private final Supplier<ApiClient> api;
  private final Supplier<Path> file;
  private final PrintStream out;

  @Option(
      names = "--tenant",
      paramLabel = "TENANT",
      description = "The company; needed by members of several.")
  private @Nullable String tenant;

  @Option(
      names = "--provider",
      paramLabel = "ID",
      description = "The provider, if it is not the one of the installation.")
  private @Nullable String provider;

  @Option(
      names = "--step-up",
      description = "Ask for your passkey too; dangerous commands want it within five minutes.")
  private boolean stepUp;

  /**
   * @param api needs no token of its own
   * @param file keeps the tokens
   */
  public LoginCommand(Supplier<ApiClient> api, Supplier<Path> file, PrintStream out) {
    this.api = api;
    this.file = file;
    this.out = out;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    ApiClient stack = api.get();
    if (provider == null && providers(stack) == 0) {
      throw new CsrFailure(
          "No sign-in provider is set up here. For development, ./csr token gives you a token.");
    }
    String state = random();
    String verifier = random();
    try (var loopback = new Loopback(state)) {
      out.println("Open this address in a browser:");
      out.println(named(stack.resolve(authorize(loopback.address(), state, verifier))));
      String code = loopback.code(PATIENCE);
      Answer answer =
          stack.post(
              stack.resolve("/oauth2/token"),
              Map.of(
                  "client_id",
                  Login.CLIENT,
                  "grant_type",
                  "authorization_code",
                  "code",
                  code,
                  "redirect_uri",
                  loopback.address(),
                  "code_verifier",
                  verifier));
      if (!answer.isSuccess()) {
        throw new CsrFailure("The API gives no token: " + answer.problem());
      }
      new Login(stack, file.get()).keep(answer.body());
    }
    out.println("You are signed in.");
    return 0;
  }

  /** Browsers have passkeys for names only, and the issuer of a stack is one. */
  private static URI named(URI address) {
    return URI.create(
        address.toString().replaceFirst("^http://127\\.0\\.0\\.1:", "http://localhost:"));
  }

  private static int providers(ApiClient stack) throws InterruptedException {
    return stack.get(stack.resolve("/auth/providers")).body().path("providers").size();
  }

  private String authorize(String redirect, String state, String verifier) {
    return "/oauth2/authorize?response_type=code&client_id="
        + Login.CLIENT
        + "&redirect_uri="
        + encoded(redirect)
        + "&state="
        + state
        + "&code_challenge_method=S256&code_challenge="
        + challenge(verifier)
        + (stepUp ? "&acr_values=step-up" : "")
        + (tenant == null ? "" : "&tenant=" + encoded(tenant))
        + (provider == null ? "" : "&registration=" + encoded(provider));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8);
  }

  private static String random() {
    byte[] bytes = new byte[BYTES];
    new SecureRandom().nextBytes(bytes);
    return base64(bytes);
  }

  private static String challenge(String verifier) {
    try {
      return base64(MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(US_ASCII)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is not available", e);
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
