package org.teei.csr.schema.imports;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.jooq.ForeignKey;
import org.jooq.Index;
import org.jooq.Param;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.UniqueKey;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of the accepted rows of an import when it is taken back. The one place that decides
 * it, so that what is foretold and what is done are the same.
 *
 * <p>A row is kept if something else has happened to what it became: another import wrote it since,
 * others refer to it, by any foreign key, or something else bears by now the name that it had. It
 * cannot be taken back if what it became is gone, or if it changed something and the image of what
 * stood there before is gone.
 */
public final class Reversals {
  private static final String CHANGED_BY = "changed-by-import ";

  private final Table<?> table;

  /**
   * @param table of the kind, with the columns {@code tenant_id}, {@code import_id} and a primary
   *     key of tenant and id
   */
  public Reversals(Table<?> table) {
    this.table = table;
  }

  /** What becomes of a row. */
  public enum Outcome {
    REVERSED,
    KEPT,
    FAILED;

    /** As in {@code import_rows.reversal}. */
    public String spelling() {
      return name().toLowerCase(Locale.ROOT);
    }

    public static Outcome of(String spelling) {
      return valueOf(spelling.toUpperCase(Locale.ROOT));
    }
  }

  /**
   * @param entityId what the row became
   * @param updated whether it had changed what was there
   * @param reason why it is not reversed: {@code changed-by-import} and its id, {@code in-use},
   *     {@code name-taken}, {@code not-there} or {@code image-expired}; null where it is reversed
   */
  public record Reversal(
      long row,
      int attempt,
      UUID entityId,
      boolean updated,
      Outcome outcome,
      @Nullable String reason) {}

  /** How many rows come to which end. */
  public record Counts(long reversed, long kept, long failed) {}

  /** The import that has changed what a row became, where that is the reason. */
  public static @Nullable UUID changedBy(@Nullable String reason) {
    return reason != null && reason.startsWith(CHANGED_BY)
        ? UUID.fromString(reason.substring(CHANGED_BY.length()))
        : null;
  }

  /** A reason without the id in it. */
  public static @Nullable String code(@Nullable String reason) {
    return reason == null ? null : reason.split(" ", 2)[0];
  }

  /** What becomes of these rows of one attempt, as things stand now; the last row first. */
  public List<Reversal> of(
      DSLContext db, String tenant, UUID importId, int attempt, List<Long> rows) {
    return db.resultQuery(
            decided("a.attempt = {2} and a.row_number = any({3})")
                + " order by attempt desc, row_number desc",
            DSL.val(tenant),
            DSL.val(importId),
            DSL.val(attempt),
            DSL.val(rows.toArray(Long[]::new)))
        .fetch(Reversals::reversal);
  }

  /** How many rows would come to which end, if the import were taken back now. */
  public Counts counts(DSLContext db, String tenant, UUID importId) {
    Record row =
        db.resultQuery(
                """
                select count(*) filter (where outcome = 'reversed') as reversed,
                  count(*) filter (where outcome = 'kept') as kept,
                  count(*) filter (where outcome = 'failed') as failed
                from (%s) decided
                """
                    .formatted(decided("true")),
                DSL.val(tenant),
                DSL.val(importId))
            .fetchSingle();
    return new Counts(
        row.get("reversed", Long.class),
        row.get("kept", Long.class),
        row.get("failed", Long.class));
  }

  /**
   * What would become of the rows in the order of the file.
   *
   * @param only rows that come to this end; null for all
   */
  public List<Reversal> page(
      DSLContext db, String tenant, UUID importId, @Nullable Outcome only, int limit, int offset) {
    return db.resultQuery(
            """
            select * from (%s) decided where {2} is null or outcome = {2}
            order by row_number limit {3} offset {4}
            """
                .formatted(decided("true")),
            DSL.val(tenant),
            DSL.val(importId),
            text(only),
            DSL.val(limit),
            DSL.val(offset))
        .fetch(Reversals::reversal);
  }

  private static Param<String> text(@Nullable Outcome only) {
    return DSL.val(only == null ? null : only.spelling(), String.class);
  }

  private static Reversal reversal(Record row) {
    return new Reversal(
        row.get("row_number", Long.class),
        row.get("attempt", Integer.class),
        row.get("entity_id", UUID.class),
        row.get("updated", Boolean.class),
        Outcome.of(row.get("outcome", String.class)),
        row.get("reason", String.class));
  }

  /**
   * Rows are taken back from the last to the first. An earlier row of the same import therefore
   * meets what the images of later ones will have put back: another import's work, maybe.
   */
  private String decided(String which) {
    return """
    with faced as (
      select a.row_number, a.attempt, a.entity_id, a.updated, i.image is not null as has_image, i.image,
        (array_agg(i.image ->> 'import_id') filter (where i.image ->> 'import_id' <> cast({1} as text)) over (
          partition by a.entity_id order by a.attempt desc, a.row_number desc
          rows between unbounded preceding and 1 preceding))[1] as put_back
      from csr.import_rows a
      left join csr.import_undo_images i on i.tenant_id = a.tenant_id and i.import_id = a.import_id
        and i.attempt = a.attempt and i.row_number = a.row_number
      where a.tenant_id = {0} and a.import_id = {1} and a.outcome = 'accepted' and a.reversal is null and %1$s
    ), reasoned as (
      select f.row_number, f.attempt, f.entity_id, f.updated,
        case
          when t.tenant_id is null then 'not-there'
          when t.import_id <> {1} then '%2$s' || cast(t.import_id as text)
          when f.put_back is not null then '%2$s' || f.put_back
          when f.updated and not f.has_image then 'image-expired'
          when not f.updated and (%3$s) then 'in-use'
          when f.updated and (%6$s) then 'name-taken'
        end as reason
      from faced f
      left join csr.%4$s t on t.tenant_id = {0} and t.%5$s = f.entity_id
    )
    select row_number, attempt, entity_id, updated, reason,
      case when reason is null then 'reversed' when reason in ('not-there', 'image-expired') then 'failed'
        else 'kept' end as outcome
    from reasoned
    """
        .formatted(which, CHANGED_BY, inUse(), table.getName(), id(table), nameTaken());
  }

  private String inUse() {
    String references =
        key(table).getReferences().stream()
            .map(Reversals::refers)
            .collect(Collectors.joining(" or "));
    return references.isEmpty() ? "false" : references;
  }

  /**
   * Whether something else bears by now what the image would put back. Keys that are constraints
   * are natural ones, which no import changes; those that it may change are unique indexes.
   */
  private String nameTaken() {
    String others =
        table.getIndexes().stream()
            .filter(Index::getUnique)
            .map(this::bears)
            .collect(Collectors.joining(" or "));
    return others.isEmpty() ? "false" : others;
  }

  private String bears(Index index) {
    String columns =
        index.getFields().stream()
            .map(field -> requireNonNull(field.$field()).getName())
            .map(name ->
                "o.%1$s = (jsonb_populate_record(null::csr.%2$s, f.image)).%1$s"
                    .formatted(name, table.getName()))
            .collect(Collectors.joining(" and "));
    return "exists (select from csr.%s o where %s and o.%s <> f.entity_id)"
        .formatted(table.getName(), columns, id(table));
  }

  private static String refers(ForeignKey<?, ?> reference) {
    String columns =
        Stream.iterate(0, i -> i + 1)
            .limit(reference.getFields().size())
            .map(i ->
                "r.%s = t.%s"
                    .formatted(
                        reference.getFields().get(i).getName(),
                        reference.getKeyFields().get(i).getName()))
            .collect(Collectors.joining(" and "));
    return "exists (select from csr.%s r where %s)"
        .formatted(reference.getTable().getName(), columns);
  }

  /** The column of a kind's table that tells its rows apart within a tenant. */
  public static String id(Table<?> table) {
    return key(table).getFields().getLast().getName();
  }

  private static UniqueKey<?> key(Table<?> table) {
    return requireNonNull(table.getPrimaryKey());
  }
}
