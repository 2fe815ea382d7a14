package org.teei.csr.api.imports.folders;

import com.google.re2j.Pattern;
import io.swagger.v3.oas.annotations.media.Schema;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.teei.csr.api.problems.Problem.Fault;
import org.teei.csr.api.problems.ProblemException;
import org.teei.csr.api.problems.RequestProblem;
import org.teei.csr.schema.imports.BucketKey;
import org.teei.csr.schema.imports.BucketPlace;

/**
 * A part of a bucket that is to be a drop folder, with what opens it. Not shown by {@link
 * #toString()}.
 */
@Schema(name = "NewImportFolderBucket")
record RequestedBucket(
    @Schema(example = "partner-exchange") @Nullable String bucket,
    @Schema(
            example = "to-csr/",
            description = "Of the keys of its objects; the whole bucket without it.")
        @Nullable String prefix,
    @Schema(example = "eu-north-1") @Nullable String region,
    @Schema(
            example = "https://storage.example.org",
            description = "Of a server other than that of AWS.")
        @Nullable String endpoint,
    @Schema(
            example = "true",
            description = "Whether the bucket stands in the path; false without it.")
        @Nullable Boolean pathStyle,
    @Schema(
            example = "AKIAIOSFODNN7EXAMPLE",
            accessMode = Schema.AccessMode.WRITE_ONLY,
            description =
                "With secretAccessKey: may list, read, copy, write and delete below the prefix. Neither is ever shown. In a replacement both may be left out where bucket, region and endpoint stay.")
        @Nullable String accessKeyId,
    @Schema(accessMode = Schema.AccessMode.WRITE_ONLY, example = "not-shown")
        @Nullable String secretAccessKey) {
  private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
  private static final Pattern REGION = Pattern.compile("[a-z0-9][a-z0-9-]{0,31}");
  private static final String PLACE = "/bucket/";
  private static final int LONGEST_PREFIX = 500;
  private static final int LONGEST_URL = 2_000;
  private static final int LONGEST_KEY = 500;

  /**
   * Where it is.
   *
   * @param plainHttp whether an endpoint without encryption is allowed, as it is in development
   * @throws ProblemException if it is no such place
   */
  BucketPlace place(boolean plainHttp) {
    List<Fault> faults = new ArrayList<>();
    check(
        faults,
        "bucket",
        bucket != null && BUCKET.matches(bucket),
        "Has 3 to 63 lower-case letters, digits, hyphens and points.");
    check(
        faults,
        "region",
        region != null && REGION.matches(region),
        "Is the name of a region, as eu-north-1.");
    check(
        faults,
        "prefix",
        prefix == null || soundPrefix(prefix),
        "Has at most 500 characters, none of them a control one, and begins with no slash.");
    check(
        faults,
        "endpoint",
        endpoint == null || soundEndpoint(endpoint, plainHttp),
        "Is an https address without user, path, query or fragment.");
    if (!faults.isEmpty()) {
      throw ProblemException.of(RequestProblem.INVALID_BODY, faults);
    }
    return new BucketPlace(
        Objects.requireNonNull(bucket),
        prefix == null || prefix.isEmpty() || prefix.endsWith("/")
            ? Objects.requireNonNullElse(prefix, "")
            : prefix + "/",
        Objects.requireNonNull(region),
        endpoint,
        Boolean.TRUE.equals(pathStyle));
  }

  /** What opens it; null where nothing is said of that. */
  @Nullable BucketKey key() {
    if (accessKeyId == null && secretAccessKey == null) {
      return null;
    }
    if (accessKeyId == null
        || secretAccessKey == null
        || !soundKey(accessKeyId)
        || !soundKey(secretAccessKey)) {
      throw missingKey();
    }
    return new BucketKey(accessKeyId, secretAccessKey);
  }

  static ProblemException missingKey() {
    return ProblemException.of(
        RequestProblem.INVALID_BODY,
        List.of(
            Fault.ofMember(
                PLACE + "secretAccessKey",
                "required",
                "Is sent with accessKeyId, both of visible characters.")));
  }

  private static void check(List<Fault> faults, String member, boolean sound, String rule) {
    if (!sound) {
      faults.add(Fault.ofMember(PLACE + member, "invalid", rule));
    }
  }

  private static boolean soundPrefix(String prefix) {
    return prefix.length() <= LONGEST_PREFIX
        && !prefix.startsWith("/")
        && prefix.chars().noneMatch(Character::isISOControl);
  }

  private static boolean soundKey(String key) {
    return !key.isEmpty()
        && key.length() <= LONGEST_KEY
        && key.chars().allMatch(c -> c > ' ' && c <= '~');
  }

  /** What it resolves to is judged when it is connected to, each time. */
  private static boolean soundEndpoint(String url, boolean plainHttp) {
    try {
      var uri = URI.create(url);
      return url.length() <= LONGEST_URL
          && uri.getHost() != null
          && uri.getRawUserInfo() == null
          && uri.getRawQuery() == null
          && uri.getRawFragment() == null
          && (uri.getRawPath().isEmpty() || uri.getRawPath().equals("/"))
          && ("https".equals(uri.getScheme()) || plainHttp && "http".equals(uri.getScheme()));
    } catch (IllegalArgumentException notAnAddress) {
      return false;
    }
  }

  @Override
  public String toString() {
    return "RequestedBucket[]";
  }
}
