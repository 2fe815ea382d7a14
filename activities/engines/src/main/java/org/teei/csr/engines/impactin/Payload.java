package org.teei.csr.engines.impactin;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * What a platform is sent about a period, to the byte. Whoever builds it from the same snapshot and
 * mapping gets the same bytes, whenever and wherever: it reads no clock, no locale and no setting.
 *
 * @param contentType {@code application/json} or {@code text/csv}
 * @param leftOut outcome figures that it does not tell, in the order of their names
 */
public record Payload(Platform platform, String contentType, byte[] bytes, List<LeftOut> leftOut) {
  public static final String JSON = "application/json";
  public static final String CSV = "text/csv";

  /**
   * @throws IllegalArgumentException if the snapshot lacks participants, volunteers, sessions or
   *     hours, which are always told
   */
  public static Payload of(ReportedFigures in, Mapping mapping) {
    return switch (mapping.platform()) {
      case BENEVITY -> BenevityPayload.of(in, mapping);
      case GOODERA -> GooderaPayload.of(in, mapping);
      case WORKDAY -> WorkdayPayload.of(in, mapping);
      case FILE -> FilePayload.of(in, mapping);
    };
  }

  static Payload json(Platform platform, Map<String, ?> content, List<LeftOut> leftOut) {
    return new Payload(platform, JSON, CanonicalJson.bytes(content), leftOut);
  }

  /** SHA-256 of the bytes, in lower-case hexadecimal. */
  public String sha256() {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }

  /** What the platform's schema says against it; of a file, nothing. */
  public List<Finding> findings() {
    return PayloadSchemas.check(platform, bytes);
  }

  static String firstDay(ReportedFigures in) {
    return in.period().from().toString();
  }

  static String lastDay(ReportedFigures in) {
    LocalDate behind = in.period().until();
    return behind.minusDays(1).toString();
  }

  static String frozenAt(ReportedFigures in) {
    return in.frozenAt().truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
