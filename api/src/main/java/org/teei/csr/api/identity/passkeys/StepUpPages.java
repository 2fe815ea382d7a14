package org.teei.csr.api.identity.passkeys;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.oauth2.client.authentication.OAuth2AuthenticationToken;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.HtmlUtils;
import org.teei.csr.api.identity.signin.Continuation;
import org.teei.csr.api.identity.signin.Factors;
import org.teei.csr.api.identity.signin.Html;

/** Where people show a passkey, on their way to a token that says so. */
@Tag(name = "identity")
@RestController
final class StepUpPages {
  static final String PATH = "/auth/step-up";

  private final Passkeys passkeys;
  private final Holders holders;
  private final Ceremonies ceremonies;

  StepUpPages(Passkeys passkeys, Holders holders, Ceremonies ceremonies) {
    this.passkeys = passkeys;
    this.holders = holders;
    this.ceremonies = ceremonies;
  }

  @Operation(summary = "A page that asks for a passkey, for the company that is named")
  @GetMapping(path = PATH, produces = MediaType.TEXT_HTML_VALUE)
  ResponseEntity<String> page(
      @RequestParam(required = false) @Nullable String tenant,
      @RequestParam(name = "return_to", required = false) @Nullable String returnTo,
      @Parameter(hidden = true) OAuth2AuthenticationToken browser,
      @Parameter(hidden = true) HttpServletRequest request,
      @Parameter(hidden = true) CsrfToken csrf) {
    var holder = holders.holder(browser, tenant);
    Continuation.to(request, returnTo);
    return Html.answer(
        "Confirm with a passkey for " + holder.tenant(),
        passkeys.of(holder).isEmpty()
            ? "<p>You have none yet: <a href=\"%s?tenant=%s\">register one</a>, and begin again.</p>"
                .formatted(PasskeyPages.PATH, holder.tenant())
            : button("step-up", "Use your passkey", holder, csrf));
  }

  /** What our script looks for. */
  static String button(String ceremony, String text, Holder holder, CsrfToken csrf) {
    return """
    <button data-ceremony="%s" data-tenant="%s" data-header="%s" data-token="%s">%s</button>
    <p id="told" role="alert"></p><script src="%s.js"></script>\
    """
        .formatted(
            ceremony,
            HtmlUtils.htmlEscape(holder.tenant()),
            HtmlUtils.htmlEscape(csrf.getHeaderName()),
            HtmlUtils.htmlEscape(csrf.getToken()),
            text,
            PasskeyPages.PATH);
  }

  @Operation(
      summary = "Begin to show a passkey",
      description = "Answers what navigator.credentials.get asks for.")
  @ApiResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(type = "object")),
      description = "PublicKeyCredentialRequestOptions (WebAuthn)")
  @PostMapping(path = PATH + "/options", produces = MediaType.APPLICATION_JSON_VALUE)
  String begin(
      @RequestParam(required = false) @Nullable String tenant,
      @Parameter(hidden = true) OAuth2AuthenticationToken browser,
      @Parameter(hidden = true) HttpSession session) {
    return ceremonies.beginStepUp(session, holders.holder(browser, tenant), browser);
  }

  /** Where the browser goes on. */
  @Schema(name = "SteppedUp")
  record SteppedUp(@Schema(example = "/auth/done") String next) {}

  @Operation(
      summary = "Show a passkey",
      description = "The body is what navigator.credentials.get answered, as JSON.")
  @PostMapping(
      path = PATH,
      consumes = MediaType.APPLICATION_JSON_VALUE,
      produces = MediaType.APPLICATION_JSON_VALUE)
  SteppedUp stepUp(
      @RequestParam(required = false) @Nullable String tenant,
      @RequestBody @Schema(type = "object") String credential,
      @Parameter(hidden = true) OAuth2AuthenticationToken browser,
      @Parameter(hidden = true) HttpServletRequest request,
      @Parameter(hidden = true) HttpServletResponse response) {
    var holder = holders.holder(browser, tenant);
    ceremonies.stepUp(request.getSession(), holder, credential);
    Factors.show(request, response, browser, holder.tenant());
    return new SteppedUp(Continuation.take(request));
  }
}
