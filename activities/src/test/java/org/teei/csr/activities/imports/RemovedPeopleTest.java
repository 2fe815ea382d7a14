package org.teei.csr.activities.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.teei.csr.schema.jooq.Tables.PROFILES;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jooq.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nobody is removed whom something refers to, whatever will refer to persons one day. */
class RemovedPeopleTest {
  /** Columns without a foreign key that hold the id of a person, and why these need no look. */
  private static final Map<String, String> WITHOUT_KEY =
      Map.of(
          "import_previews.person_id", "is looked at",
          "import_undo_images.person_id", "is looked at as one of its people",
          "profile_timeline.person_id", "is projected from events, which take the entries away",
          "outbox_events.person_id", "tells what was",
          "parked_events.person_id", "tells what was");

  @TempDir Path directory;

  @Test
  void theForeignKeysOfTheGeneratedClassesAreThoseOfTheCatalogue() {
    ImportFixture imports = new ImportFixture(directory);

    assertThat(
            PROFILES.getPrimaryKey().getReferences().stream()
                .map(key -> key.getTable().getName() + "." + key.getFields().getLast().getName()))
        .containsExactlyInAnyOrderElementsOf(
            imports
                .rows(
                    """
                    select c.conrelid::regclass::text as referring, a.attname::text as attribute
                    from pg_constraint c
                      join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[cardinality(c.conkey)]
                    where c.contype = 'f' and c.confrelid = 'csr.profiles'::regclass
                    """)
                .stream()
                .map(row -> row.get("referring") + "." + row.get("attribute"))
                .map(name -> name.startsWith("csr.") ? name.substring(4) : name)
                .toList());
  }

  @Test
  void columnsThatNamePersonsWithoutAKeyAreKnown() {
    ImportFixture imports = new ImportFixture(directory);
    Set<String> keyed =
        PROFILES.getPrimaryKey().getReferences().stream()
            .map(key -> key.getTable().getName() + "." + key.getFields().getLast().getName())
            .collect(Collectors.toSet());

    Set<String> others = new TreeSet<>();
    imports
        .rows(
            "select table_name, column_name from information_schema.columns where table_schema = 'csr' and column_name like '%person\\_id'")
        .forEach(row -> others.add(row.get("table_name") + "." + row.get("column_name")));
    others.removeAll(keyed);
    others.remove("profiles.person_id");

    assertThat(others).isEqualTo(WITHOUT_KEY.keySet());
  }

  @Test
  void onlyKeyAndIdentifiersGoWithAPerson() {
    assertThat(RemovedPeople.OWN.stream().map(Table::getName))
        .containsExactlyInAnyOrder("person_keys", "profile_identifiers");
  }
}
