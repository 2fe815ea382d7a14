package org.teei.csr.activities.imports;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.teei.csr.activities.imports.BulkSql.Column;
import org.teei.csr.engines.imports.EventRule.Fact;
import org.teei.csr.engines.imports.EventRule.Outcome;
import org.teei.csr.engines.imports.ImportRow;
import org.teei.csr.engines.imports.ImportSchemas;
import org.teei.csr.schema.events.NewEvent;
import org.teei.csr.schema.shared.Ids;

/** What the tables of rows about one person have in common: neither texts nor ratings. */
abstract class OnePersonTable<R extends ImportRow, B extends OnePersonTable.OfOnePerson>
    implements KindTable<R, B> {
  final Connection connection;
  final ImportJob job;
  final People people;

  OnePersonTable(Connection connection, ImportJob job, People people) {
    this.connection = connection;
    this.job = job;
    this.people = people;
  }

  /** A row as it stood before. */
  interface OfOnePerson extends Before {
    UUID person();

    @Override
    default List<UUID> people() {
      return List.of(person());
    }

    @Override
    default UUID authorId() {
      return person();
    }

    @Override
    default byte @Nullable [] ratingFingerprint() {
      return null;
    }

    @Override
    default List<@Nullable UUID> textIds() {
      return List.of();
    }
  }

  @Override
  public final String peopleOfRow() {
    return "array[t.person_id]";
  }

  @Override
  public final List<String> textColumns() {
    return List.of();
  }

  @Override
  public final List<TextSlot<R>> texts() {
    return List.of();
  }

  @Override
  public final byte @Nullable [] canonicalRating(R row) {
    return null;
  }

  @Override
  public final List<UUID> people(Candidate<R> candidate) {
    return List.of(person(candidate));
  }

  @Override
  public final UUID author(R row, List<UUID> ids) {
    return ids.getFirst();
  }

  @Override
  public final List<NewEvent> standing(List<UUID> ids) throws SQLException {
    return BulkSql.fetch(
            connection,
            """
            select t.*
            from unnest(?) as wanted (id)
              join csr.%s t on t.tenant_id = ? and t.%s = wanted.id
            order by wanted.id
            """
                .formatted(name(), idColumn()),
            row -> events(row.getObject("person_id", UUID.class), Outcome.UPDATED, facts(row)),
            Column.of("uuid", ids, id -> id),
            job.tenant())
        .stream()
        .flatMap(List::stream)
        .toList();
  }

  /**
   * What the event about a row says, as it stands.
   *
   * @param row of the table
   */
  abstract Map<String, Object> facts(ResultSet row) throws SQLException;

  /** The events by the table of the import schemas. */
  final List<NewEvent> events(UUID person, Outcome outcome, Map<String, Object> data) {
    return ImportSchemas.eventTypes(job.schema().kind(), outcome, Set.of(Fact.ALWAYS)).stream()
        .map(type -> new NewEvent(Ids.next(), type, person, data))
        .toList();
  }

  final UUID person(Candidate<R> candidate) {
    return people.person(candidate.people().getFirst());
  }
}
