package org.teei.csr.bench.imports;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.batch.infrastructure.item.ItemProcessor;
import org.teei.csr.engines.imports.FileRefused;
import org.teei.csr.engines.imports.KindCheck;
import org.teei.csr.engines.imports.RatingScale;
import org.teei.csr.engines.imports.RawRow;
import org.teei.csr.engines.imports.RowCheck;
import org.teei.csr.engines.imports.RowError;
import org.teei.csr.engines.imports.RowErrorCode;
import org.teei.csr.engines.imports.SessionRow;
import org.teei.csr.schema.personaldata.BlindIndex;

/** Checks rows by the rules of the platform, and makes their indexes and fingerprints. */
final class SessionProcessor implements ItemProcessor<RawRow, CheckedRow> {
  static final String SCALE = "scale";

  private static final int KEPT = 1 << 16;

  private final KindCheck check;
  private final RatingScale scale;
  private final BlindIndex blindIndex;
  private final Map<String, BlindIndex.Index> recent =
      new LinkedHashMap<>(1024, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, BlindIndex.Index> eldest) {
          return size() > KEPT;
        }
      };

  private SessionProcessor(KindCheck check, RatingScale scale, BlindIndex blindIndex) {
    this.check = check;
    this.scale = scale;
    this.blindIndex = blindIndex;
  }

  static SessionProcessor of(Path file, RatingScale scale, BlindIndex blindIndex)
      throws IOException, FileRefused {
    return new SessionProcessor(
        KindCheck.of(FileSurvey.header(file), Instant.now()), scale, blindIndex);
  }

  @Override
  public CheckedRow process(RawRow row) {
    return switch (check.check(row)) {
      case RowCheck.Invalid invalid -> rejected(row, invalid.errors());
      case RowCheck.Valid valid -> checked(row, (SessionRow) valid.row());
    };
  }

  private CheckedRow checked(RawRow row, SessionRow session) {
    if (session.rating() != null && !scale.accepts(session.rating())) {
      return rejected(row, List.of(new RowError(RowErrorCode.RATING_RANGE, "rating")));
    }
    return new CheckedRow(
        row.number(),
        row.offset(),
        row.length(),
        List.of(),
        new CheckedRow.Sound(
            session,
            index(session.participant().email()),
            index(session.volunteer().email()),
            blindIndex.fingerprint("session-content", session.canonicalContent(scale)),
            blindIndex.fingerprint("session-rating", session.canonicalRating(scale))));
  }

  private static CheckedRow rejected(RawRow row, List<RowError> errors) {
    return new CheckedRow(row.number(), row.offset(), row.length(), errors, null);
  }

  private BlindIndex.Index index(String email) {
    return recent.computeIfAbsent(email, address -> blindIndex.of("email", address));
  }
}
