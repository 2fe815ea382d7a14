package org.teei.csr.api.identity.signin;

import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.web.util.HtmlUtils;

/** The plain pages that browsers see on the way to a token; they load nothing but our script. */
public final class Html {
  static final String POLICY =
      "default-src 'none'; script-src 'self'; connect-src 'self'; form-action 'self';"
          + " frame-ancestors 'none'; base-uri 'none'";

  private Html() {}

  /**
   * @param title as text
   * @param body as HTML
   */
  public static ResponseEntity<String> answer(String title, String body) {
    return ResponseEntity.ok()
        .contentType(MediaType.TEXT_HTML)
        .header("Content-Security-Policy", POLICY)
        .header("Cache-Control", "no-store")
        .body(page(title, body));
  }

  /** What a form of ours has with it, so that no other origin can send it. */
  public static String hidden(CsrfToken csrf) {
    return "<input type=\"hidden\" name=\"%s\" value=\"%s\">"
        .formatted(
            HtmlUtils.htmlEscape(csrf.getParameterName()), HtmlUtils.htmlEscape(csrf.getToken()));
  }

  static String page(String title, String body) {
    return "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>%1$s</title><h1>%1$s</h1>%2$s</html>\n"
        .formatted(HtmlUtils.htmlEscape(title), body);
  }
}
