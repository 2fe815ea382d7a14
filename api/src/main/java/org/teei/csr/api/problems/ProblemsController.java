package org.teei.csr.api.problems;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.HtmlUtils;

/** What the types of problems lead to. */
@Tag(name = "problems")
@RestController
@RequestMapping("/problems")
final class ProblemsController {
  private final ProblemCatalogue catalogue;

  ProblemsController(ProblemCatalogue catalogue) {
    this.catalogue = catalogue;
  }

  @Operation(summary = "All problems that an answer can carry")
  @GetMapping(produces = MediaType.APPLICATION_JSON_VALUE)
  List<CatalogueEntry> list() {
    return catalogue.all().stream().map(CatalogueEntry::of).toList();
  }

  @Operation(summary = "What a problem means and what helps")
  @GetMapping(path = "/{feature}/{code}", produces = MediaType.APPLICATION_JSON_VALUE)
  CatalogueEntry entry(@PathVariable String feature, @PathVariable String code) {
    return CatalogueEntry.of(find(feature, code));
  }

  @Operation(summary = "What a problem means and what helps", operationId = "problemPage")
  @GetMapping(path = "/{feature}/{code}", produces = MediaType.TEXT_HTML_VALUE)
  String page(@PathVariable String feature, @PathVariable String code) {
    var entry = CatalogueEntry.of(find(feature, code));
    return """
    <!doctype html>
    <html lang="en"><head><meta charset="utf-8"><title>%1$s</title></head>
    <body><h1>%1$s</h1><p>HTTP status %2$d, type <code>%3$s</code></p><p>%4$s</p></body></html>
    """
        .formatted(
            HtmlUtils.htmlEscape(entry.title()),
            entry.status(),
            entry.type(),
            HtmlUtils.htmlEscape(entry.remedy()));
  }

  private ProblemKind find(String feature, String code) {
    return catalogue
        .find(feature, code)
        .orElseThrow(() -> ProblemException.of(RequestProblem.NOT_FOUND));
  }

  /** An entry of the catalogue. */
  record CatalogueEntry(
      URI type, String feature, String code, int status, String title, String remedy) {

    static CatalogueEntry of(ProblemKind kind) {
      return new CatalogueEntry(
          kind.type(), kind.feature(), kind.code(), kind.status(), kind.title(), kind.remedy());
    }
  }
}
