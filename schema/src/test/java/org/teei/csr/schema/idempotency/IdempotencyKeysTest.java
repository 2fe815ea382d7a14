package org.teei.csr.schema.idempotency;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.teei.csr.schema.jooq.Tables.IDEMPOTENCY_KEYS;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.jooq.Field;
import org.junit.jupiter.api.Test;
import org.teei.csr.schema.idempotency.Claim.ClaimId;
import org.teei.csr.schema.personaldata.DecryptionException;
import org.teei.csr.schema.personaldata.InMemoryKms;
import org.teei.csr.schema.personaldata.TenantKeys;
import org.teei.csr.schema.tenancy.Database;
import org.teei.csr.schema.tenancy.Tenancy;

class IdempotencyKeysTest {
  private static final byte[] REQUEST = "request".getBytes(UTF_8);
  private static final byte[] OTHER_REQUEST = "other".getBytes(UTF_8);
  private static final String ROUTE = "POST /v1/import/sessions";

  private final Database database = Database.shared();
  private final Tenancy tenancy = new Tenancy(database.api());
  private final IdempotencyKeys keys =
      new IdempotencyKeys(tenancy, new TenantKeys(tenancy, new InMemoryKms()));
  private final String tenant = database.freshTenant();
  private final String key = UUID.randomUUID().toString();

  @Test
  void anAnsweredRequestGetsItsAnswerAgain() {
    var answer =
        new StoredAnswer(
            202, "{\"id\":1}".getBytes(UTF_8), "application/json", "/v1/imports/1", "\"1\"");
    assertThat(keys.complete(fresh(), answer)).isTrue();

    assertThat(claim(REQUEST))
        .isInstanceOfSatisfying(
            Claim.Answered.class,
            again -> assertThat(again.answer()).usingRecursiveComparison().isEqualTo(answer));
  }

  @Test
  void aRequestThatIsBeingWorkedOnSaysWhenToComeBack() {
    fresh();

    assertThat(claim(REQUEST))
        .isInstanceOfSatisfying(
            Claim.Running.class,
            running ->
                assertThat(running.retryAfter())
                    .isBetween(Duration.ofSeconds(1), Duration.ofSeconds(60)));
  }

  @Test
  void theKeyOfAnotherRequestIsAMismatchWhileRunningAndWhenAnswered() {
    var claim = fresh();
    assertThat(claim(OTHER_REQUEST)).isInstanceOf(Claim.Mismatch.class);

    keys.complete(claim, answer());
    assertThat(claim(OTHER_REQUEST)).isInstanceOf(Claim.Mismatch.class);
  }

  @Test
  void tenantsPrincipalsAndRoutesHaveKeysOfTheirOwn() {
    fresh();

    assertThat(keys.claim(tenant, "other", ROUTE, key, OTHER_REQUEST))
        .isInstanceOf(Claim.Fresh.class);
    assertThat(keys.claim(tenant, "principal", "POST /v1/other", key, OTHER_REQUEST))
        .isInstanceOf(Claim.Fresh.class);
    assertThat(keys.claim(database.freshTenant(), "principal", ROUTE, key, OTHER_REQUEST))
        .isInstanceOf(Claim.Fresh.class);
  }

  @Test
  void aReleasedKeyIsFree() {
    keys.release(fresh());

    assertThat(claim(OTHER_REQUEST)).isInstanceOf(Claim.Fresh.class);
  }

  @Test
  void aClaimWhoseProcessDiedIsTakenOverByTheSameRequestOnly() {
    fresh();
    setBack(IDEMPOTENCY_KEYS.CLAIMED_UNTIL);

    assertThat(claim(OTHER_REQUEST)).isInstanceOf(Claim.Mismatch.class);
    assertThat(claim(REQUEST)).isInstanceOf(Claim.Fresh.class);
  }

  @Test
  void aLateClaimantNeitherAnswersNorReleases() {
    var late = fresh();
    setBack(IDEMPOTENCY_KEYS.CLAIMED_UNTIL);
    var successor = fresh();

    assertThat(keys.complete(late, answer())).isFalse();
    keys.release(late);

    assertThat(claim(REQUEST)).isInstanceOf(Claim.Running.class);
    assertThat(keys.complete(successor, answer())).isTrue();
  }

  @Test
  void anAnswerPastItsTimeIsForgotten() {
    keys.complete(fresh(), answer());
    setBack(IDEMPOTENCY_KEYS.EXPIRES_AT);

    assertThat(claim(OTHER_REQUEST)).isInstanceOf(Claim.Fresh.class);
  }

  @Test
  void expiredAnswersAreDeletedAndOthersKept() {
    keys.complete(fresh(), answer());
    assertThat(keys.deleteExpired(tenant)).isZero();
    setBack(IDEMPOTENCY_KEYS.EXPIRES_AT);

    assertThat(keys.deleteExpired(tenant)).isEqualTo(1);
  }

  @Test
  void ofManySameRequestsOneIsFresh() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var requests =
          IntStream.range(0, 50).mapToObj(i -> (Callable<Claim>) () -> claim(REQUEST)).toList();
      var claims = threads.invokeAll(requests).stream().map(claim -> claim.resultNow()).toList();

      assertThat(claims).filteredOn(Claim.Fresh.class::isInstance).hasSize(1);
      assertThat(claims).filteredOn(Claim.Running.class::isInstance).hasSize(49);
    }
  }

  @Test
  void answersAreStoredEncryptedAndBoundToTheirKey() {
    keys.complete(fresh(), new StoredAnswer(200, "canary".getBytes(UTF_8), null, null, null));
    List<byte[]> stored =
        tenancy.read(
            tenant,
            db ->
                db.select(IDEMPOTENCY_KEYS.ANSWER_CIPHERTEXT)
                    .from(IDEMPOTENCY_KEYS)
                    .fetch(IDEMPOTENCY_KEYS.ANSWER_CIPHERTEXT));
    assertThat(stored)
        .singleElement()
        .satisfies(bytes -> assertThat(new String(bytes, UTF_8)).doesNotContain("canary"));

    tenancy.change(
        tenant,
        db -> db.update(IDEMPOTENCY_KEYS).set(IDEMPOTENCY_KEYS.PRINCIPAL, "thief").execute());

    assertThatThrownBy(() -> keys.claim(tenant, "thief", ROUTE, key, REQUEST))
        .isInstanceOf(DecryptionException.class);
  }

  @Test
  void textOfAnAnswerShowsNoBody() {
    assertThat(answer()).hasToString("StoredAnswer[status=200]");
  }

  private static StoredAnswer answer() {
    return new StoredAnswer(200, new byte[0], null, null, null);
  }

  private Claim claim(byte[] fingerprint) {
    return keys.claim(tenant, "principal", ROUTE, key, fingerprint);
  }

  private ClaimId fresh() {
    return ((Claim.Fresh) claim(REQUEST)).claimId();
  }

  private void setBack(Field<Instant> time) {
    tenancy.change(
        tenant,
        db ->
            db.update(IDEMPOTENCY_KEYS)
                .set(time, Instant.now().minus(Duration.ofSeconds(1)))
                .execute());
  }
}
