package org.teei.csr.engines.imports;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A session as a valid row tells it, the same for each format. Holds personal data: never logged,
 * never sent to Temporal; {@link #toString()} shows none of it.
 *
 * @param externalId the source's session id, natural key within tenant and source
 * @param participantEmail lower case
 * @param volunteerEmail lower case; the mentor's in a mentorship
 * @param scheduledAt whole microseconds
 * @param completedAt whole microseconds, not before {@code scheduledAt}
 * @param durationMinutes 1..480
 * @param rating as the file has it; {@link RatingScale} brings it to 0..1
 * @param metadata JSON object text with sorted keys and no blanks between tokens
 */
public record SessionRow(
    String externalId,
    SessionType type,
    String participantEmail,
    String volunteerEmail,
    Instant scheduledAt,
    @Nullable Instant completedAt,
    @Nullable Integer durationMinutes,
    @Nullable BigDecimal rating,
    @Nullable String feedback,
    @Nullable CefrLevel languageLevel,
    List<String> topics,
    @Nullable String focusArea,
    @Nullable String goalsDiscussed,
    @Nullable String metadata) {

  public SessionRow {
    topics = List.copyOf(topics);
  }

  /**
   * The whole content in one deterministic form, input of the keyed fingerprint that tells changed
   * rows from equal ones. The same facts give the same bytes whatever format they came in.
   */
  public byte[] canonicalContent(@Nullable BigDecimal normalisedRating) {
    Canonical content =
        new Canonical()
            .text(externalId)
            .text(type.id())
            .text(participantEmail)
            .text(volunteerEmail)
            .instant(scheduledAt)
            .instant(completedAt)
            .text(durationMinutes == null ? null : durationMinutes.toString())
            .decimal(normalisedRating)
            .text(feedback)
            .text(languageLevel == null ? null : languageLevel.name())
            .text(Integer.toString(topics.size()));
    topics.forEach(content::text);
    return content.text(focusArea).text(goalsDiscussed).text(metadata).bytes();
  }

  /** Rating and feedback alone: changed bytes mean that the session was rated anew. */
  public byte[] canonicalRating(@Nullable BigDecimal normalisedRating) {
    return new Canonical().decimal(normalisedRating).text(feedback).bytes();
  }

  @Override
  public String toString() {
    return "SessionRow[" + type.id() + "]";
  }

  /** Length-prefixed UTF-8 values, -1 for none: no two contents give the same bytes. */
  private static final class Canonical {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    private final DataOutputStream out = new DataOutputStream(bytes);

    Canonical text(@Nullable String value) {
      try {
        if (value == null) {
          out.writeInt(-1);
        } else {
          byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
          out.writeInt(utf8.length);
          out.write(utf8);
        }
        return this;
      } catch (IOException impossible) {
        throw new UncheckedIOException(impossible);
      }
    }

    Canonical instant(@Nullable Instant value) {
      return text(value == null ? null : value.toString());
    }

    Canonical decimal(@Nullable BigDecimal value) {
      return text(value == null ? null : value.stripTrailingZeros().toPlainString());
    }

    byte[] bytes() {
      return bytes.toByteArray();
    }
  }
}
