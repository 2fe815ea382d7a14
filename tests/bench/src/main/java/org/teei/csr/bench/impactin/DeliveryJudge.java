package org.teei.csr.bench.impactin;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.teei.csr.bench.chaos.Checker;
import org.teei.csr.bench.impactin.Books.Kept;

/**
 * Whether each period of each company arrived once, as it was frozen and previewed, by the
 * platforms' own ledger. Where a platform knows no idempotency keys, one that a call may have
 * brought may wait for a person; it is in the ledger once at most.
 *
 * @param expected every period that was asked for
 * @param kept deliveries, with the hash of what the API says is sent
 * @param ledger what the platforms truly accepted of these companies
 */
record DeliveryJudge(List<Expected> expected, List<Kept> kept, List<Entry> ledger)
    implements Checker {

  /** The only platform that neither knows a key nor can be asked. */
  private static final String WITHOUT_KEYS = "workday";

  /**
   * A period of a company that has to arrive.
   *
   * @param previewSha256 of what was shown beforehand; null where nothing was
   */
  record Expected(
      String company, String platform, LocalDate from, @Nullable String previewSha256) {}

  /** A line of the ledger. */
  record Entry(
      String company, String platform, LocalDate from, String idempotencyKey, String bodySha256) {

    static Entry of(JsonNode line) {
      return new Entry(
          line.path("organizationId").asText(),
          line.path("platform").asText(),
          LocalDate.parse(line.path("period").asText().substring(0, 10)),
          line.path("idempotencyKey").asText(""),
          line.path("bodySha256").asText());
    }
  }

  @Override
  public List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    for (Expected each : expected) {
      judge(each, findings);
    }
    for (Entry entry : ledger) {
      if (expected.stream().noneMatch(each -> isOf(each, entry))) {
        say(findings, Wrong.OTHER, "nobody asked for " + entry);
      }
    }
    return findings;
  }

  private void judge(Expected each, List<Finding> findings) {
    List<Kept> own = kept.stream().filter(delivery -> isOf(each, delivery)).toList();
    List<Entry> entries = ledger.stream().filter(entry -> isOf(each, entry)).toList();
    if (own.size() != 1) {
      say(
          findings,
          own.isEmpty() ? Wrong.LOST : Wrong.DOUBLED,
          "%d deliveries of %s".formatted(own.size(), each));
      return;
    }
    Kept delivery = own.getFirst();
    if (entries.size() > 1) {
      say(findings, Wrong.DOUBLED, "arrived %d times: %s".formatted(entries.size(), delivery));
    }
    if (delivery.unclear()) {
      if (!each.platform().equals(WITHOUT_KEYS)) {
        say(findings, Wrong.OTHER, "left to a person, though it can be asked about: " + delivery);
      }
    } else if (!delivery.arrived()) {
      say(findings, Wrong.OTHER, "neither arrived nor left to a person: " + delivery);
    } else if (entries.isEmpty()) {
      say(findings, Wrong.LOST, "said to have arrived, and has not: " + delivery);
    }
    entries.forEach(entry -> judge(each, delivery, entry, findings));
  }

  private static void judge(Expected each, Kept delivery, Entry entry, List<Finding> findings) {
    if (!entry.bodySha256().equals(delivery.payloadSha256())) {
      say(findings, Wrong.OTHER, "not what was frozen: %s, %s".formatted(entry, delivery));
    }
    if (each.previewSha256() != null && !entry.bodySha256().equals(each.previewSha256())) {
      say(findings, Wrong.OTHER, "not what was previewed: %s, %s".formatted(entry, each));
    }
    if (!each.platform().equals(WITHOUT_KEYS)
        && !Objects.equals(entry.idempotencyKey(), delivery.id())) {
      say(findings, Wrong.OTHER, "under another key: %s, %s".formatted(entry, delivery));
    }
  }

  private static void say(List<Finding> findings, Wrong wrong, String what) {
    findings.add(new Finding(wrong, 1, what));
  }

  private static boolean isOf(Expected each, Kept delivery) {
    return each.company().equals(delivery.company())
        && each.platform().equals(delivery.platform())
        && each.from().equals(delivery.from());
  }

  private static boolean isOf(Expected each, Entry entry) {
    return each.company().equals(entry.company())
        && each.platform().equals(entry.platform())
        && each.from().equals(entry.from());
  }
}
