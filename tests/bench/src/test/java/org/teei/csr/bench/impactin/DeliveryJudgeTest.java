package org.teei.csr.bench.impactin;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.teei.csr.bench.chaos.Checker.Finding;
import org.teei.csr.bench.chaos.Checker.Wrong;
import org.teei.csr.bench.impactin.Books.Kept;
import org.teei.csr.bench.impactin.DeliveryJudge.Entry;
import org.teei.csr.bench.impactin.DeliveryJudge.Expected;

/** The judge of deliveries finds each way in which an end state may be wrong, and no other. */
class DeliveryJudgeTest {
  private static final LocalDate OCTOBER = LocalDate.parse("2026-10-01");

  private final List<Expected> expected = new ArrayList<>();
  private final List<Kept> kept = new ArrayList<>();
  private final List<Entry> ledger = new ArrayList<>();

  private List<Wrong> found() {
    return new DeliveryJudge(expected, kept, ledger)
        .findings().stream().map(Finding::wrong).toList();
  }

  /** A period that was asked for, previewed, delivered and accepted. */
  private void delivered(String platform) {
    String hash = UUID.randomUUID().toString();
    expected.add(new Expected("c", platform, OCTOBER, hash));
    kept.add(kept(platform, "delivered", null, hash));
    ledger.add(entry(platform, platform.equals("workday") ? "" : kept.getLast().id(), hash));
  }

  private static Kept kept(String platform, String status, String reason, String hash) {
    return new Kept(
        "c", platform, OCTOBER, UUID.randomUUID().toString(), status, reason, hash, null);
  }

  private static Entry entry(String platform, String key, String hash) {
    return new Entry("c", platform, OCTOBER, key, hash);
  }

  @Test
  void nothingIsWrongWithWhatArrivedOnce() {
    delivered("benevity");
    delivered("goodera");
    delivered("workday");

    assertThat(found()).isEmpty();
  }

  @Test
  void whatArrivedTwiceIsDoubled() {
    delivered("workday");
    ledger.add(ledger.getFirst());

    assertThat(found()).contains(Wrong.DOUBLED);
  }

  @Test
  void aPeriodWithoutDeliveryIsLost() {
    delivered("benevity");
    expected.add(new Expected("c", "benevity", OCTOBER.plusMonths(1), null));

    assertThat(found()).containsExactly(Wrong.LOST);
  }

  @Test
  void whatIsSaidToHaveArrivedAndHasNotIsLost() {
    delivered("benevity");
    ledger.clear();

    assertThat(found()).containsExactly(Wrong.LOST);
  }

  @Test
  void aPeriodWithTwoDeliveriesIsDoubled() {
    delivered("benevity");
    kept.add(kept("benevity", "delivered", null, "x"));

    assertThat(found()).containsExactly(Wrong.DOUBLED);
  }

  @Test
  void onlyWhatCannotBeAskedAboutMayWaitForAPerson() {
    for (String platform : List.of("workday", "benevity")) {
      expected.add(new Expected("c", platform, OCTOBER, null));
      kept.add(kept(platform, "parked", "outcome-unknown", "x"));
    }

    assertThat(found()).containsExactly(Wrong.OTHER);
  }

  @Test
  void whatWaitsForAPersonMayHaveArrivedOnceAndNoMore() {
    expected.add(new Expected("c", "workday", OCTOBER, null));
    kept.add(kept("workday", "parked", "outcome-unknown", "x"));
    ledger.add(entry("workday", "", "x"));
    assertThat(found()).isEmpty();

    ledger.add(entry("workday", "", "x"));
    assertThat(found()).containsExactly(Wrong.DOUBLED);
  }

  @Test
  void whatHasNoEndIsFound() {
    expected.add(new Expected("c", "goodera", OCTOBER, null));
    kept.add(kept("goodera", "retrying", null, "x"));

    assertThat(found()).containsExactly(Wrong.OTHER);
  }

  @Test
  void otherBytesThanFrozenOrPreviewedAreFound() {
    delivered("benevity");
    ledger.set(0, entry("benevity", kept.getFirst().id(), "other"));
    assertThat(found()).containsExactly(Wrong.OTHER, Wrong.OTHER);

    kept.set(0, kept("benevity", "delivered", null, "other"));
    ledger.set(0, entry("benevity", kept.getFirst().id(), "other"));
    assertThat(found()).containsExactly(Wrong.OTHER);
  }

  @Test
  void anotherKeyAndWhatNobodyAskedForAreFound() {
    delivered("goodera");
    ledger.set(0, entry("goodera", "another", ledger.getFirst().bodySha256()));
    assertThat(found()).containsExactly(Wrong.OTHER);

    delivered("benevity");
    ledger.clear();
    ledger.add(new Entry("c", "workday", OCTOBER, "", "x"));
    assertThat(found()).contains(Wrong.OTHER);
  }
}
