package org.teei.csr.engines.imports;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.teei.csr.engines.imports.RowCells.Column;

/** The checks of {@link ImportKind#COMPLETIONS}. */
final class CompletionRowCheck extends KindCheck {
  private final @Nullable Column email;
  private final @Nullable Column provider;
  private final @Nullable Column courseId;
  private final @Nullable Column courseName;
  private final @Nullable Column completed;
  private final @Nullable Column score;
  private final @Nullable Column credential;

  CompletionRowCheck(HeaderMatch header) {
    super(header);
    this.email = column("user_email");
    this.provider = column("provider");
    this.courseId = column("course_id");
    this.courseName = column("course_name");
    this.completed = column("completed_at");
    this.score = column("final_score");
    this.credential = column("credential_ref");
  }

  @Override
  @Nullable ImportRow read(RowCells cells) {
    PersonRef person = cells.person(email, null, null);
    String from = cells.text(provider);
    String id = cells.text(courseId);
    String name = cells.text(courseName);
    Instant completedAt = cells.instant(completed);
    BigDecimal scored = cells.decimal(score, RowErrorCode.SCORE_RANGE);
    String reference = cells.text(credential);
    if (person == null || from == null || id == null || name == null || completedAt == null) {
      return null;
    }
    return new CompletionRow(
        person,
        from.toLowerCase(Locale.ROOT),
        id,
        name,
        completedAt,
        scored == null ? null : scored.setScale(2, RoundingMode.HALF_UP),
        reference);
  }
}
