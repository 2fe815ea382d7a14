package org.teei.csr.activities.personaldata;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jooq.Table;
import org.junit.jupiter.api.Test;
import org.teei.csr.schema.jooq.Csr;
import org.teei.csr.schema.tenancy.Database;
import org.teei.csr.schema.tenancy.Tenancy;

class DataHoldersTest {
  private static List<Table<?>> mentioned() {
    List<Table<?>> tables = new ArrayList<>();
    DataHolders.all()
        .forEach(holder -> {
          tables.addAll(holder.claimed());
          tables.addAll(holder.unclaimed().keySet());
        });
    return tables;
  }

  @Test
  void eachTableIsClaimedByOneHolderOrHasAReason() {
    assertThat(mentioned()).doesNotHaveDuplicates().hasSameElementsAs(Csr.CSR.getTables());
  }

  @Test
  void aTableWithAPersonIsClaimed() {
    List<Table<?>> claimed =
        DataHolders.all().stream().flatMap(holder -> holder.claimed().stream()).toList();

    assertThat(Csr.CSR.getTables())
        .filteredOn(table ->
            table
                .fieldStream()
                .anyMatch(
                    field -> field.getName().matches("(person|participant|volunteer|buddy)_id")))
        .isNotEmpty()
        .isSubsetOf(claimed);
  }

  @Test
  void aHolderCountsTheRowsOfAPerson() {
    Database database = Database.shared();
    String tenant = database.freshTenant();
    Tenancy worker = new Tenancy(database.worker());
    UUID person = UUID.randomUUID();
    UUID other = UUID.randomUUID();
    worker.change(
        tenant,
        db -> {
          for (UUID id : List.of(person, other)) {
            db.execute("insert into csr.profiles (tenant_id, person_id) values (?, ?)", tenant, id);
          }
          for (UUID[] pair : new UUID[][] {{person, other}, {other, person}, {other, other}}) {
            db.execute(
                """
                insert into csr.sessions (tenant_id, session_id, source, external_id, session_type, participant_id,
                  volunteer_id, scheduled_at, content_fingerprint, rating_fingerprint, import_id)
                values (?, ?, 'kintell', ?, 'language', ?, ?, now(), '', '', ?)
                """,
                tenant,
                UUID.randomUUID(),
                UUID.randomUUID().toString(),
                pair[0],
                pair[1],
                UUID.randomUUID());
          }
        });

    assertThat(count(worker, tenant, "imports", person)).isEqualTo(2);
    assertThat(count(worker, tenant, "profiles", person)).isEqualTo(1);
    assertThat(count(worker, tenant, "safety", person)).isZero();
    assertThat(count(worker, tenant, "events", person)).isZero();
  }

  @Test
  void whatComesOfAMatchIsOfItsPeopleAndOfWhoAttended() {
    Database database = Database.shared();
    String tenant = database.freshTenant();
    Tenancy worker = new Tenancy(database.worker());
    UUID participant = UUID.randomUUID();
    UUID buddy = UUID.randomUUID();
    UUID attendee = UUID.randomUUID();
    UUID stranger = UUID.randomUUID();
    UUID match = UUID.randomUUID();
    worker.change(
        tenant,
        db -> {
          for (UUID id : List.of(participant, buddy, attendee, stranger)) {
            db.execute("insert into csr.profiles (tenant_id, person_id) values (?, ?)", tenant, id);
          }
          db.execute(
              """
              insert into csr.buddy_matches (tenant_id, match_id, participant_id, buddy_id, matched_at, status,
                content_fingerprint, import_id)
              values (?, ?, ?, ?, now(), 'active', '', ?)
              """,
              tenant,
              match,
              participant,
              buddy,
              match);
          db.execute(
              """
              insert into csr.buddy_events (tenant_id, event_id, match_id, event_type, event_date, attendees,
                content_fingerprint, import_id)
              values (?, ?, ?, 'hangout', now(), array[?::uuid], '', ?)
              """,
              tenant,
              UUID.randomUUID(),
              match,
              attendee,
              match);
          db.execute(
              """
              insert into csr.buddy_checkins (tenant_id, checkin_id, match_id, checkin_date, content_fingerprint, import_id)
              values (?, ?, ?, now(), '', ?)
              """,
              tenant,
              UUID.randomUUID(),
              match,
              match);
          db.execute(
              """
              insert into csr.buddy_feedback (tenant_id, feedback_id, match_id, from_role, submitted_at, rating,
                content_fingerprint, import_id)
              values (?, ?, ?, 'buddy', now(), 1, '', ?)
              """,
              tenant,
              UUID.randomUUID(),
              match,
              match);
        });

    assertThat(count(worker, tenant, "imports", participant)).isEqualTo(4);
    assertThat(count(worker, tenant, "imports", buddy)).isEqualTo(4);
    assertThat(count(worker, tenant, "imports", attendee)).isEqualTo(1);
    assertThat(count(worker, tenant, "imports", stranger)).isZero();
  }

  private static long count(Tenancy worker, String tenant, String feature, UUID person) {
    DataHolder holder =
        DataHolders.all().stream()
            .filter(candidate -> candidate.feature().equals(feature))
            .findFirst()
            .orElseThrow();
    return worker.read(tenant, db -> holder.count(db, tenant, person));
  }
}
