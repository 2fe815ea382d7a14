package org.teei.csr.bench.imports;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.teei.csr.bench.chaos.Checker.Finding;
import org.teei.csr.bench.chaos.Checker.Wrong;
import org.teei.csr.bench.imports.Expectation.Outcome;
import org.teei.csr.schema.tenancy.Database;

/** A judge that never finds anything is worth nothing. */
class ImportJudgesTest {
  private final Database database = Database.shared();
  private final String tenant = database.freshTenant();
  private final Expectation wanted = new Expectation();
  private Connection connection;
  private LandedCompany company;
  private List<Outcome> outcomes;
  private UUID importId;

  @BeforeEach
  void filesHaveLanded() throws SQLException, IOException {
    ChaosFiles files = ChaosFiles.of(300, new Random().nextLong());
    wanted.land(files.first());
    outcomes = wanted.land(files.second());
    connection = database.superuser().getConnection();
    // Nothing of this is kept, so that even what constraints forbid can be tried.
    connection.setAutoCommit(false);
    company = new LandedCompany(connection, tenant);
    company.write(wanted);
    importId = company.ledger(outcomes);
  }

  @AfterEach
  void forgotten() throws SQLException {
    connection.rollback();
    connection.close();
  }

  @Test
  void findNothingWhereAllIsAsItHasToBe() throws SQLException {
    assertThat(state()).isEmpty();
    assertThat(ledger()).isEmpty();
    assertThat(outcomes)
        .contains(Outcome.CREATED, Outcome.UPDATED, Outcome.REJECTED, Outcome.DUPLICATE);
  }

  @Test
  void findALostSession() throws SQLException {
    company.execute("delete from csr.sessions where session_id = ?", LandedCompany.id(some()));

    assertFound(state(), Wrong.LOST, "sessions missing");
  }

  @Test
  void findADoubledSession() throws SQLException {
    company.execute(
        "alter table csr.sessions drop constraint sessions_tenant_id_source_external_id_key");
    company.execute(
        """
        insert into csr.sessions (tenant_id, session_id, source, external_id, session_type, participant_id, volunteer_id,
          scheduled_at, content_fingerprint, rating_fingerprint, import_id)
        select tenant_id, gen_random_uuid(), source, external_id, session_type, participant_id, volunteer_id,
          scheduled_at, content_fingerprint, rating_fingerprint, import_id
        from csr.sessions where session_id = ?
        """,
        LandedCompany.id(some()));

    assertFound(state(), Wrong.DOUBLED, "sessions too many");
  }

  @Test
  void findASessionWithOtherFigures() throws SQLException {
    company.execute(
        "update csr.sessions set duration_minutes = 479 where session_id = ?",
        LandedCompany.id(some()));

    assertFound(state(), Wrong.OTHER, "sessions with other figures");
  }

  @Test
  void findASessionThatNobodySent() throws SQLException {
    company.execute(
        "update csr.sessions set external_id = 'UNHEARD-OF' where session_id = ?",
        LandedCompany.id(some()));

    assertFound(state(), Wrong.OTHER, "sessions that nobody sent");
    assertFound(state(), Wrong.LOST, "sessions missing");
  }

  @Test
  void findAPersonWhoBecameTwo() throws SQLException {
    UUID other = UUID.randomUUID();
    company.execute("insert into csr.profiles (tenant_id, person_id) values (?, ?)", tenant, other);
    company.execute(
        """
        update csr.sessions set volunteer_id = ? where session_id = (
          select min(session_id::text)::uuid from csr.sessions s where s.tenant_id = ? and s.volunteer_id in (
            select volunteer_id from csr.sessions where tenant_id = ? group by 1 having count(*) > 1))
        """,
        other,
        tenant,
        tenant);

    assertFound(state(), Wrong.OTHER, "addresses that became two persons");
    assertFound(state(), Wrong.DOUBLED, "persons in all too many");
  }

  @Test
  void findALostText() throws SQLException {
    company.execute(
        "delete from csr.texts where text_id = (select min(text_id::text)::uuid from csr.texts where tenant_id = ?)",
        tenant);

    assertFound(state(), Wrong.LOST, "texts missing");
  }

  @Test
  void findAMissingEvent() throws SQLException {
    company.execute("delete from csr.outbox_events where tenant_id = ? and position = 7", tenant);

    List<Finding> found = state();

    assertFound(found, Wrong.LOST, "kintell.");
    assertFound(found, Wrong.LOST, "positions of events missing");
  }

  @Test
  void findAnEventThatWasSetOffTwice() throws SQLException {
    company.execute(
        """
        insert into csr.outbox_events (tenant_id, position, event_id, type, person_id, subject_version, data)
        select tenant_id, (select max(position) + 1 from csr.outbox_events where tenant_id = e.tenant_id),
          gen_random_uuid(), type, person_id,
          (select max(subject_version) + 1 from csr.outbox_events where person_id = e.person_id), data
        from csr.outbox_events e where tenant_id = ? and position = 7
        """,
        tenant);

    assertFound(state(), Wrong.DOUBLED, "kintell.");
  }

  @Test
  void findAGapInTheVersionsOfAPerson() throws SQLException {
    company.execute(
        """
        update csr.outbox_events set subject_version = subject_version + 1
        where tenant_id = ? and (person_id, subject_version) in (
          select person_id, max(subject_version) from csr.outbox_events where tenant_id = ? group by 1 limit 1)
        """,
        tenant,
        tenant);

    assertFound(state(), Wrong.LOST, "versions of persons");
  }

  @Test
  void findAnEventThatDidNotTakeEffect() throws SQLException {
    company.execute(
        """
        delete from csr.event_deduplication where tenant_id = ? and event_id = (
          select event_id from csr.outbox_events where tenant_id = ? and position = 7)
        """,
        tenant,
        tenant);

    assertFound(state(), Wrong.LOST, "events that took effect");
  }

  @Test
  void findALostEntryOfATimeline() throws SQLException {
    company.execute(
        "delete from csr.profile_timeline where entry_id = ? and role = 'volunteer'",
        LandedCompany.id(some()));

    assertFound(state(), Wrong.LOST, "entries of timelines missing");
  }

  @Test
  void findALostLineOfTheLedger() throws SQLException {
    company.execute("delete from csr.import_rows where import_id = ? and row_number = 3", importId);

    assertFound(ledger(), Wrong.LOST, "lines of the ledger missing");
  }

  @Test
  void findARowWithAnotherOutcomeAndCountsThatDoNotFit() throws SQLException {
    company.execute(
        """
        update csr.import_rows set outcome = 'unprocessed', updated = false
        where import_id = ? and row_number = (
          select max(row_number) from csr.import_rows where import_id = ? and outcome = 'accepted')
        """,
        importId,
        importId);
    company.execute(
        """
        update csr.import_jobs set accepted_rows = accepted_rows - 1, duplicate_rows = duplicate_rows + 1,
          updated_rows = 0
        where import_id = ?
        """,
        importId);

    List<Finding> found = ledger();

    assertFound(found, Wrong.OTHER, "rows with another outcome");
    assertFound(found, Wrong.OTHER, "counts of accepted rows");
    assertFound(found, Wrong.OTHER, "counts of updated rows");
  }

  /** What was not taken back is found, and so is what was taken back and should not have been. */
  @Test
  void findAnUndoThatDidNothing() throws SQLException {
    wanted.takeBack(Map.of());

    assertFound(state(), Wrong.OTHER, "sessions that nobody sent, or that were taken back");
    assertThat(new LedgerJudge(connection, importId, outcomes, true).findings())
        .extracting(Finding::what)
        .anyMatch(what -> what.startsWith("rows that were taken back otherwise"));
  }

  private String some() {
    return wanted.standing().keySet().stream().skip(20).findFirst().orElseThrow();
  }

  private List<Finding> state() throws SQLException {
    return new TenantJudge(connection, tenant, wanted).findings();
  }

  private List<Finding> ledger() throws SQLException {
    return new LedgerJudge(connection, importId, outcomes, false).findings();
  }

  private static void assertFound(List<Finding> found, Wrong wrong, String what) {
    assertThat(found)
        .anySatisfy(finding -> {
          assertThat(finding.wrong()).isEqualTo(wrong);
          assertThat(finding.what()).startsWith(what);
          assertThat(finding.count()).isPositive();
        });
  }
}
