package org.teei.csr.schema.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.teei.csr.schema.operations.StartIntents.PendingIntent;
import org.teei.csr.schema.shared.Ids;
import org.teei.csr.schema.tenancy.Database;
import org.teei.csr.schema.tenancy.SystemView;
import org.teei.csr.schema.tenancy.Tenancy;

class StartIntentsTest {
  private final Database database = Database.shared();
  private final Tenancy api = new Tenancy(database.api());
  private final Tenancy worker = new Tenancy(database.worker());
  private final SystemView system = new SystemView(database.system());
  private final String tenant = database.freshTenant();

  @Test
  void whatRestAddsTheLoopFindsWhole() {
    var intent = add(3);

    assertThat(pending()).containsExactly(new PendingIntent(intent, 0));
  }

  @Test
  void anIntentOfARolledBackRequestIsNeverSeen() {
    assertThatThrownBy(() ->
            api.change(
                tenant,
                db -> {
                  StartIntents.add(db, intent(3));
                  throw new IllegalStateException("stop");
                }))
        .hasMessage("stop");

    assertThat(pending()).isEmpty();
  }

  @Test
  void theMostUrgentComesFirst() {
    var backfill = add(5);
    var safety = add(1);

    assertThat(pending()).extracting(PendingIntent::intent).containsExactly(safety, backfill);
  }

  @Test
  void aStartedIntentIsDoneOnce() {
    var intent = add(3);

    boolean first = worker.write(tenant, db -> StartIntents.markStarted(db, intent, "run"));
    boolean second = worker.write(tenant, db -> StartIntents.markStarted(db, intent, "run"));

    assertThat(first).isTrue();
    assertThat(second).isFalse();
    assertThat(pending()).isEmpty();
  }

  @Test
  void aPostponedIntentComesBackInItsTime() {
    var soon = add(3);
    var later = add(3);

    worker.change(tenant, db -> StartIntents.postpone(db, tenant, soon.intentId(), Duration.ZERO));
    worker.change(
        tenant, db -> StartIntents.postpone(db, tenant, later.intentId(), Duration.ofHours(1)));

    assertThat(pending()).containsExactly(new PendingIntent(soon, 1));
  }

  @Test
  void intentsAtAPaceArePendingOneAfterTheOther() {
    var intents = List.of(intent(3), intent(3), intent(3));

    api.change(tenant, db -> StartIntents.again(db, intents, Duration.ofSeconds(90)));

    assertThat(pending()).containsExactly(new PendingIntent(intents.getFirst(), 0));
    List<Integer> seconds =
        worker.read(
            tenant,
            db ->
                db.resultQuery(
                        "select extract(epoch from next_attempt_at - created_at)::int from csr.start_intents"
                            + " where tenant_id = ? order by next_attempt_at",
                        tenant)
                    .fetch(0, Integer.class));
    assertThat(seconds).containsExactly(0, 90, 180);
  }

  @Test
  void noIntentsAreNone() {
    api.change(tenant, db -> StartIntents.again(db, List.of(), Duration.ofSeconds(90)));

    assertThat(pending()).isEmpty();
  }

  @Test
  void aRefusedIntentDoesNotComeBack() {
    var intent = add(3);

    worker.change(tenant, db -> StartIntents.refuse(db, tenant, intent.intentId()));

    assertThat(pending()).isEmpty();
  }

  private List<PendingIntent> pending() {
    return StartIntents.pending(system, 10_000).stream()
        .filter(pending -> pending.intent().tenant().equals(tenant))
        .toList();
  }

  private StartIntent add(int priority) {
    var intent = intent(priority);
    api.change(tenant, db -> StartIntents.add(db, intent));
    return intent;
  }

  private StartIntent intent(int priority) {
    var id = Ids.next();
    return new StartIntent(
        tenant,
        id,
        "imports",
        "ImportWorkflow",
        "imports/" + tenant + "/" + id,
        "imports",
        "{\"importId\": \"" + id + "\"}",
        "Import of sessions",
        id.toString(),
        priority,
        null);
  }
}
