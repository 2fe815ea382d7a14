package org.teei.csr.api.shared;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list that grows while it is read. A page begins behind the last item of the page
 * before, so that nothing is skipped or shown twice, and costs the same however far back it is.
 *
 * @param links to this and other pages, with the filters of the request
 */
public record CursorPage<T>(List<T> items, @Schema(example = "20") int pageSize, Links links) {

  /** Addresses relative to the server; next is null where there is no such page. */
  @Schema(name = "CursorPageLinks")
  public record Links(String self, String first, @Nullable String next) {}

  /**
   * @param path of the list
   * @param filters of the request by parameter name, those that were given
   * @param cursor of this page; null for the first
   * @param next cursor of the next page; null where there is none
   */
  public static <T> CursorPage<T> of(
      List<T> items,
      int pageSize,
      String path,
      Map<String, String> filters,
      @Nullable String cursor,
      @Nullable String next) {
    return new CursorPage<>(
        items,
        pageSize,
        new Links(
            link(path, filters, pageSize, cursor),
            link(path, filters, pageSize, null),
            next == null ? null : link(path, filters, pageSize, next)));
  }

  private static String link(
      String path, Map<String, String> filters, int pageSize, @Nullable String cursor) {
    Map<String, Object> parameters = new LinkedHashMap<>(filters);
    parameters.put("page_size", pageSize);
    if (cursor != null) {
      parameters.put("cursor", cursor);
    }
    return PageLinks.to(path, parameters);
  }
}
