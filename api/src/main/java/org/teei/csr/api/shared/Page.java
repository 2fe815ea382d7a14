package org.teei.csr.api.shared;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list.
 *
 * @param total how many there are on all pages
 * @param page from 1
 * @param links to this and other pages, with the filters of the request
 */
public record Page<T>(
    List<T> items,
    @Schema(example = "42") long total,
    @Schema(example = "1") int page,
    @Schema(example = "20") int pageSize,
    Links links) {

  /** Which part of a list is wanted; page from 1. */
  public record Range(int page, int pageSize) {
    public int offset() {
      return Math.multiplyExact(page - 1, pageSize);
    }
  }

  /** Addresses relative to the server; prev and next are null where there is no such page. */
  public record Links(
      String self, String first, @Nullable String prev, @Nullable String next, String last) {}

  /** Rows of a query as they come, with the number of all. */
  public record Slice<T>(List<T> rows, long total) {}

  /**
   * @param path of the list
   * @param filters of the request; those that are null were not given
   */
  public static <R, T> Page<T> of(
      Slice<R> slice,
      Range range,
      String path,
      Map<String, ? extends @Nullable Object> filters,
      Function<R, T> shape) {
    var lastPage = (int) Math.max(1, (slice.total() + range.pageSize() - 1) / range.pageSize());
    return new Page<>(
        slice.rows().stream().map(shape).toList(),
        slice.total(),
        range.page(),
        range.pageSize(),
        new Links(
            link(path, filters, range, range.page()),
            link(path, filters, range, 1),
            range.page() > 1
                ? link(path, filters, range, Math.min(range.page() - 1, lastPage))
                : null,
            range.page() < lastPage ? link(path, filters, range, range.page() + 1) : null,
            link(path, filters, range, lastPage)));
  }

  private static String link(
      String path, Map<String, ? extends @Nullable Object> filters, Range range, int page) {
    Map<String, Object> parameters = new LinkedHashMap<>();
    filters.forEach((name, value) -> {
      if (value != null) {
        parameters.put(name, value);
      }
    });
    parameters.put("page", page);
    parameters.put("page_size", range.pageSize());
    return PageLinks.to(path, parameters);
  }
}
