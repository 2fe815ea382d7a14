package org.teei.csr.api.identity.passkeys;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpSession;
import java.net.URI;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.oauth2.client.authentication.OAuth2AuthenticationToken;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.teei.csr.api.identity.signin.Html;
import org.teei.csr.schema.jooq.tables.records.PasskeysRecord;

/** Where people see, register and remove their own passkeys. */
@Tag(name = "identity")
@RestController
final class PasskeyPages {
  static final String PATH = "/auth/passkeys";

  private static final Resource SCRIPT = new ClassPathResource("passkeys.js", PasskeyPages.class);

  private final Passkeys passkeys;
  private final Holders holders;
  private final Ceremonies ceremonies;

  PasskeyPages(Passkeys passkeys, Holders holders, Ceremonies ceremonies) {
    this.passkeys = passkeys;
    this.holders = holders;
    this.ceremonies = ceremonies;
  }

  @Operation(summary = "A page with one's own passkeys, for the company that is named")
  @GetMapping(path = PATH, produces = MediaType.TEXT_HTML_VALUE)
  ResponseEntity<String> page(
      @RequestParam(required = false) @Nullable String tenant,
      @Parameter(hidden = true) OAuth2AuthenticationToken browser,
      @Parameter(hidden = true) CsrfToken csrf) {
    if (tenant == null && holders.tenants(browser).size() > 1) {
      return choice(browser);
    }
    var holder = holders.holder(browser, tenant);
    var changeable = holders.mayChange(browser, holder);
    var list =
        passkeys.of(holder).stream()
            .map(row -> item(holder, row, changeable, csrf))
            .collect(Collectors.joining());
    return Html.answer(
        "Your passkeys for " + holder.tenant(),
        "<ul>" + list + "</ul>" + (changeable ? button(holder, csrf) : proof(holder, csrf)));
  }

  private ResponseEntity<String> choice(OAuth2AuthenticationToken browser) {
    var links =
        holders.tenants(browser).stream()
            .map(one -> "<li><a href=\"%1$s?tenant=%2$s\">%2$s</a></li>".formatted(PATH, one))
            .collect(Collectors.joining());
    return Html.answer("Your passkeys", "<ul>" + links + "</ul>");
  }

  private static String item(
      Holder holder, PasskeysRecord row, boolean changeable, CsrfToken csrf) {
    var used = row.getLastUsedAt() == null ? "never used" : "last used " + row.getLastUsedAt();
    var form =
        "<form method=\"post\" action=\"%s/%s/remove?tenant=%s\">%s<button>Remove</button></form>"
            .formatted(PATH, row.getPasskeyId(), holder.tenant(), Html.hidden(csrf));
    return "<li>Registered %s, %s%s</li>"
        .formatted(row.getCreatedAt(), used, changeable ? form : "");
  }

  private static String button(Holder holder, CsrfToken csrf) {
    return StepUpPages.button("register", "Register a passkey", holder, csrf);
  }

  private String proof(Holder holder, CsrfToken csrf) {
    return passkeys.of(holder).isEmpty()
        ? "<p>To register one, sign out and in again.</p><form method=\"post\" action=\"/auth/logout\">%s<button>Sign out</button></form>"
            .formatted(Html.hidden(csrf))
        : "<p><a href=\"%s?tenant=%s&amp;return_to=%s\">Show a passkey to change them</a></p>"
            .formatted(StepUpPages.PATH, holder.tenant(), PATH + "%3Ftenant%3D" + holder.tenant());
  }

  @Operation(summary = "The script of these pages")
  @GetMapping(path = PATH + ".js", produces = "text/javascript")
  Resource script() {
    return SCRIPT;
  }

  @Operation(
      summary = "Begin to register a passkey",
      description =
          "Answers what navigator.credentials.create asks for. Within five minutes of a sign-in, or of a passkey that was shown.")
  @ApiResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(type = "object")),
      description = "PublicKeyCredentialCreationOptions (WebAuthn)")
  @PostMapping(path = PATH + "/options", produces = MediaType.APPLICATION_JSON_VALUE)
  String begin(
      @RequestParam(required = false) @Nullable String tenant,
      @Parameter(hidden = true) OAuth2AuthenticationToken browser,
      @Parameter(hidden = true) HttpSession session) {
    var holder = holders.holder(browser, tenant);
    holders.mustBeAllowedToChange(browser, holder);
    return ceremonies.beginRegistration(session, holder, browser);
  }

  @Operation(
      summary = "Register a passkey",
      description = "The body is what navigator.credentials.create answered, as JSON.")
  @PostMapping(path = PATH, consumes = MediaType.APPLICATION_JSON_VALUE)
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void register(
      @RequestParam(required = false) @Nullable String tenant,
      @RequestBody @Schema(type = "object") String credential,
      @Parameter(hidden = true) OAuth2AuthenticationToken browser,
      @Parameter(hidden = true) HttpSession session) {
    var holder = holders.holder(browser, tenant);
    holders.mustBeAllowedToChange(browser, holder);
    ceremonies.register(session, holder, credential);
  }

  @Operation(
      summary = "Remove one of one's own passkeys",
      description = "Within five minutes of a passkey that was shown.")
  @ApiResponse(responseCode = "303", description = "Removed; Location is the page")
  @PostMapping(PATH + "/{id}/remove")
  ResponseEntity<Void> remove(
      @PathVariable UUID id,
      @RequestParam(required = false) @Nullable String tenant,
      @Parameter(hidden = true) OAuth2AuthenticationToken browser) {
    var holder = holders.holder(browser, tenant);
    holders.mustBeAllowedToChange(browser, holder);
    passkeys.remove(holder, id);
    return ResponseEntity.status(HttpStatus.SEE_OTHER)
        .location(URI.create(PATH + "?tenant=" + holder.tenant()))
        .build();
  }
}
