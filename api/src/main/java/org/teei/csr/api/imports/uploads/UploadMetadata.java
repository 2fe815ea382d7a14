package org.teei.csr.api.imports.uploads;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.teei.csr.api.problems.Problem.Fault;
import org.teei.csr.api.problems.ProblemException;
import org.teei.csr.api.problems.RequestProblem;

/**
 * What a client says about a file, kept as it was sent: keys with values in Base64, and commas
 * between. A {@code filetype} with a charset says how the file is written.
 */
record UploadMetadata(String header) {
  static final String HEADER = "Upload-Metadata";
  private static final int LONGEST = 2_000;

  static @Nullable UploadMetadata of(@Nullable String header) {
    if (header == null || header.isBlank()) {
      return null;
    }
    var keys = new HashSet<String>();
    var sound =
        header.length() <= LONGEST
            && Stream.of(header.split(",", -1))
                .map(pair -> pair.strip().split(" ", 2))
                .allMatch(pair -> !pair[0].isEmpty() && keys.add(pair[0]) && decoded(pair) != null);
    if (!sound) {
      throw ProblemException.of(
          RequestProblem.INVALID_PARAMETER,
          List.of(
              Fault.ofHeader(
                  HEADER,
                  "invalid",
                  "Has keys, each once, with values in Base64, and at most 2,000 characters.")));
    }
    return new UploadMetadata(header);
  }

  /** The charset that was declared with the file; null where none was, or none that is known. */
  @Nullable Charset charset() {
    return Stream.of(header.split(",", -1))
        .map(pair -> pair.strip().split(" ", 2))
        .filter(pair -> pair[0].equals("filetype"))
        .findFirst()
        .flatMap(pair -> Optional.ofNullable(decoded(pair)))
        .map(UploadMetadata::charsetOf)
        .orElse(null);
  }

  private static @Nullable Charset charsetOf(String type) {
    try {
      return MediaType.parseMediaType(type).getCharset();
    } catch (IllegalArgumentException unknown) {
      return null;
    }
  }

  private static @Nullable String decoded(String[] pair) {
    try {
      return pair.length < 2
          ? ""
          : new String(Base64.getDecoder().decode(pair[1].strip()), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notBase64) {
      return null;
    }
  }
}
