package org.teei.csr.activities.imports;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jooq.Table;
import org.jspecify.annotations.Nullable;
import org.teei.csr.activities.imports.LedgerLine.Fault;
import org.teei.csr.engines.imports.EventRule.Outcome;
import org.teei.csr.engines.imports.ImportRow;
import org.teei.csr.schema.events.NewEvent;
import org.teei.csr.schema.imports.Reversals;
import org.teei.csr.schema.shared.Ids;

/**
 * What is particular about one kind when its rows land: its table, its texts and its events. Serves
 * one transaction; each statement takes all its rows at once.
 *
 * @param <R> what rows say
 * @param <B> what stood there before
 */
interface KindTable<R extends ImportRow, B extends Before> {

  Class<R> rowType();

  /**
   * Where the rows are: with a primary key of tenant and id, and the columns {@code import_id},
   * {@code created_at} and {@code updated_at}. Tables whose rows refer to these by foreign keys
   * keep them from being taken back.
   */
  Table<?> table();

  /** The table, and its column with the id of a row, as SQL has them. */
  default String name() {
    return table().getName();
  }

  default String idColumn() {
    return Reversals.id(table());
  }

  /**
   * SQL of the persons of a row {@code t} of the table, an array in the order of {@link
   * Before#people}, and of others whom it names. The first one is told when the row is taken back.
   */
  String peopleOfRow();

  /** The columns with the ids of its texts, in the order of {@link #texts}. */
  List<String> textColumns();

  /** The id of a row that is not there yet. */
  default UUID newId(Candidate<R> candidate) {
    return Ids.next();
  }

  /** The free texts that a row may have; one place each in {@link Before#textIds}. */
  List<TextSlot<R>> texts();

  /** What a row says about a rating, in one form; null where its kind has none. */
  byte @Nullable [] canonicalRating(R row);

  /** Whether a row has something to encrypt apart from its texts. */
  boolean hasSecrets(R row);

  /** Whom a row is about, in the order of the table. */
  List<UUID> people(Candidate<R> candidate);

  /** Whose key encrypts the words of a row. */
  UUID author(R row, List<UUID> people);

  /**
   * Looks up what rows refer to and what else decides whether they may land. The people who are
   * known are found, nobody is erased meanwhile, and no row of the kind is locked yet.
   */
  default void prepare(List<Candidate<R>> candidates) throws SQLException {}

  /** What is wrong with a row after {@link #prepare}; asked in the order of the file. */
  default List<Fault> faults(Candidate<R> candidate) {
    return List.of();
  }

  /** Locks what exists, in the given order; by {@link Candidate#key}. */
  Map<String, B> lock(List<Candidate<R>> ordered) throws SQLException;

  /** Gives how many there were room for: what exists meanwhile is left out. */
  int insert(List<Landed<R, B>> rows) throws SQLException;

  void update(List<Landed<R, B>> rows) throws SQLException;

  /** What a row sets off that took effect, by the table of the import schemas. */
  List<NewEvent> events(Landed<R, B> row, Outcome outcome);

  /**
   * What rows are, as they stand in the table: the events of their present state, one for each row,
   * which make projections show it. For rows whose former state was put back. What happened once,
   * such as a rating, is not told again.
   */
  List<NewEvent> standing(List<UUID> ids) throws SQLException;

  /**
   * What stands in the table, as the columns of a file spell it, for persons who ask what a row
   * would change; people and texts apart. The keys of the authors are at hand.
   */
  Map<UUID, Map<String, @Nullable String>> shown(List<B> rows) throws SQLException;

  /** The same of a row that may land. */
  Map<String, @Nullable String> shown(R row);

  /**
   * A place for free text.
   *
   * @param kind as {@code texts.kind} spells it
   * @param column of the file
   */
  record TextSlot<R>(String kind, String column, Function<R, @Nullable String> words) {}
}
