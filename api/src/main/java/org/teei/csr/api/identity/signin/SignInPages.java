package org.teei.csr.api.identity.signin;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The two pages that people see on the way: where to sign in, and that they have. */
@Tag(name = "identity")
@RestController
final class SignInPages {
  static final String CHOOSE = "/auth/choose";
  static final String PROVIDERS = "/auth/providers";

  private final Providers providers;

  SignInPages(Providers providers) {
    this.providers = providers;
  }

  @Operation(summary = "A page that leads to the providers that are for everybody")
  @GetMapping(path = CHOOSE, produces = MediaType.TEXT_HTML_VALUE)
  ResponseEntity<String> choose() {
    var links =
        providers.ofInstallation().stream()
            .map(id -> "<li><a href=\"/auth/%1$s\">%1$s</a></li>".formatted(id))
            .collect(Collectors.joining());
    return Html.answer(
        "Sign in",
        links.isEmpty()
            ? "<p>Open /auth/ followed by the id of your company's provider.</p>"
            : "<ul>" + links + "</ul>");
  }

  /** The providers with which people of all companies sign in. */
  @Schema(name = "SignInProviders")
  record Known(@Schema(example = "[\"google\"]") List<String> providers) {}

  @Operation(
      summary = "Ids of the providers that are for everybody",
      description = "People sign in at /auth/{id}.")
  @GetMapping(path = PROVIDERS, produces = MediaType.APPLICATION_JSON_VALUE)
  Known list() {
    return new Known(providers.ofInstallation());
  }

  @Operation(summary = "A page that says that the browser is signed in, and signs it out")
  @GetMapping(path = Continuation.END, produces = MediaType.TEXT_HTML_VALUE)
  ResponseEntity<String> done(@Parameter(hidden = true) CsrfToken csrf) {
    return Html.answer(
        "You are signed in",
        """
        <p><a href="/auth/passkeys">Your passkeys</a></p>
        <form method="post" action="/auth/logout">%s<button>Sign out</button></form>\
        """
            .formatted(Html.hidden(csrf)));
  }
}
