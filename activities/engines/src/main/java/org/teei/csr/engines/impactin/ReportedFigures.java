package org.teei.csr.engines.impactin;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.teei.csr.engines.metrics.Period;

/**
 * What a payload is made of: the figures of one frozen snapshot. Two of them with the same content
 * are equal, in whatever order the figures came.
 *
 * @param company id of the tenant
 * @param frozenAt when the snapshot was computed; each time that a payload names is this one
 * @param figures in the order of their names
 */
public record ReportedFigures(
    String company, Period period, Instant frozenAt, List<ReportedFigure> figures) {

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .addMixIn(ReportedFigure.class, OfMoreMembers.class)
          .build();

  public ReportedFigures {
    figures = figures.stream().sorted(Comparator.comparing(ReportedFigure::name)).toList();
  }

  /** What a snapshot says beyond what is reported is passed over. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  private interface OfMoreMembers {}

  /**
   * From a row of {@code metric_snapshots}.
   *
   * @param finishedAt of the snapshot
   * @param figures the JSON of its column
   * @throws IllegalArgumentException if that is not a list of figures
   */
  public static ReportedFigures of(
      String company, Period period, Instant finishedAt, String figures) {
    try {
      return new ReportedFigures(
          company,
          period,
          finishedAt,
          JSON.readValue(figures, new TypeReference<List<ReportedFigure>>() {}));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("is not a list of figures", e);
    }
  }

  Optional<ReportedFigure> figure(String name) {
    return figures.stream().filter(figure -> figure.name().equals(name)).findFirst();
  }

  /**
   * A figure that each snapshot has.
   *
   * @throws IllegalArgumentException if this one does not
   */
  BigDecimal count(String name) {
    BigDecimal value = figure(name).map(ReportedFigure::value).orElse(null);
    if (value == null) {
      throw new IllegalArgumentException("a snapshot without " + name);
    }
    return value;
  }
}
