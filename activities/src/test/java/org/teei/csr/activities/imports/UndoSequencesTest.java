package org.teei.csr.activities.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.teei.csr.activities.imports.ImportFixture.SIMPLE;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.teei.csr.activities.profiles.TimelineProjection;
import org.teei.csr.activities.shared.Event;
import org.teei.csr.workflows.imports.ImportRef;
import org.teei.csr.workflows.imports.UndoCounts;
import org.teei.csr.workflows.shared.TenantId;

/**
 * Any sequence of imports of the same sessions and of takings back ends as a simple model says:
 * each import writes on top of what is there and remembers what it covered; taking it back uncovers
 * that again where the import still lies on top.
 */
class UndoSequencesTest {
  private static final int STEPS = 30;
  private static final int SESSIONS = 6;
  private static final int PEOPLE = 5;
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path directory;

  /** What a session is. */
  private record Content(String participant, String volunteer, int rating, String words) {
    Set<String> people() {
      return Set.of(participant, volunteer);
    }
  }

  private record State(Content content, ImportRef owner) {}

  /**
   * @param covered what stood there; null where the import made the session
   */
  private record Effect(String session, @Nullable State covered) {}

  private static final class Model {
    final Map<String, State> sessions = new TreeMap<>();
    final Map<ImportRef, List<Effect>> effects = new LinkedHashMap<>();
    final Map<String, ImportRef> people = new TreeMap<>();
    final Set<ImportRef> undone = new HashSet<>();

    void land(ImportRef ref, Map<String, Content> rows) {
      List<Effect> caused = new ArrayList<>();
      rows.forEach((session, content) -> {
        content.people().forEach(person -> people.putIfAbsent(person, ref));
        State before = sessions.get(session);
        if (before == null || !before.content().equals(content)) {
          caused.add(new Effect(session, before));
          sessions.put(session, new State(content, ref));
        }
      });
      effects.put(ref, caused);
    }

    UndoCounts undo(ImportRef ref) {
      List<Effect> caused = effects.remove(ref);
      undone.add(ref);
      long kept = 0;
      for (Effect effect : caused) {
        State now = sessions.get(effect.session());
        if (now == null || !now.owner().equals(ref)) {
          kept++;
        } else if (effect.covered() == null) {
          sessions.remove(effect.session());
        } else {
          sessions.put(effect.session(), effect.covered());
        }
      }
      people
          .entrySet()
          .removeIf(
              person -> undone.contains(person.getValue()) && !needed().contains(person.getKey()));
      return new UndoCounts(caused.size(), caused.size() - kept, kept, 0);
    }

    /** By sessions as they are, and as they may be again. */
    private Set<String> needed() {
      Set<String> needed = new HashSet<>();
      sessions.values().forEach(state -> needed.addAll(state.content().people()));
      effects.values().stream()
          .flatMap(Collection::stream)
          .map(Effect::covered)
          .filter(covered -> covered != null)
          .forEach(covered -> needed.addAll(covered.content().people()));
      return needed;
    }
  }

  static Stream<Long> seeds() {
    return new Random().longs(4).boxed();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void endsAsTheModelSays(long seed) {
    Random random = new Random(seed);
    ImportFixture imports = new ImportFixture(directory);
    Undos undos = new Undos(imports);
    Model model = new Model();
    for (int step = 0; step < STEPS; step++) {
      if (model.effects.isEmpty() || random.nextInt(5) < 3) {
        Map<String, Content> rows = rows(random);
        ImportRef ref = imports.upload(csv(rows));
        imports.run(ref);
        model.land(ref, rows);
      } else {
        List<ImportRef> live = List.copyOf(model.effects.keySet());
        ImportRef ref = live.get(random.nextInt(live.size()));
        assertThat(undos.undo(ref)).as("step %d", step).isEqualTo(model.undo(ref));
      }
      assertThat(sessions(imports)).as("step %d", step).isEqualTo(expected(model));
      assertThat(undos.count("texts")).as("step %d", step).isEqualTo(model.sessions.size());
      assertThat(undos.count("profiles")).as("step %d", step).isEqualTo(model.people.size());
      assertThat(undos.count("profile_identifiers")).isEqualTo(model.people.size());
      assertThat(undos.count("person_keys")).isEqualTo(model.people.size());
    }
    assertThat(timeline(imports)).isEqualTo(participations(imports));
    for (ImportRef ref : List.copyOf(model.effects.keySet()).reversed()) {
      assertThat(undos.undo(ref)).isEqualTo(model.undo(ref));
    }
    assertThat(sessions(imports)).isEqualTo(expected(model));
    assertThat(undos.count("import_undo_images")).isZero();
  }

  private static Map<String, Content> rows(Random random) {
    Map<String, Content> rows = new HashMap<>();
    for (int i = 0; i < 1 + random.nextInt(SESSIONS); i++) {
      int participant = random.nextInt(PEOPLE);
      rows.put(
          "S-" + random.nextInt(SESSIONS),
          new Content(
              "p" + participant + "@example.org",
              "p" + (participant + 1 + random.nextInt(PEOPLE - 1)) % PEOPLE + "@example.org",
              2 + random.nextInt(3),
              "words " + random.nextInt(3)));
    }
    return rows;
  }

  private static String csv(Map<String, Content> rows) {
    StringBuilder csv = new StringBuilder(SIMPLE);
    rows.forEach((session, content) ->
        csv.append(
            "%s,language,%s,%s,2026-03-01,45,%d,%s,B1\n"
                .formatted(
                    session,
                    content.participant(),
                    content.volunteer(),
                    content.rating(),
                    content.words())));
    return csv.toString();
  }

  private static Map<String, State> expected(Model model) {
    return Map.copyOf(model.sessions);
  }

  /** The sessions with addresses and words decrypted. */
  private static Map<String, State> sessions(ImportFixture imports) {
    Map<String, State> sessions = new HashMap<>();
    for (Map<String, Object> row :
        imports.rows(
            """
            select s.external_id, s.import_id, s.rating, s.participant_id, s.volunteer_id, t.text_id, t.ciphertext
            from csr.sessions s join csr.texts t on t.tenant_id = s.tenant_id and t.text_id = s.feedback_text_id
            where s.tenant_id = ?
            """,
            imports.tenant)) {
      UUID participant = (UUID) row.get("participant_id");
      int rating = (int) Math.round(((Number) row.get("rating")).doubleValue() * 4) + 1;
      sessions.put(
          (String) row.get("external_id"),
          new State(
              new Content(
                  address(imports, participant),
                  address(imports, (UUID) row.get("volunteer_id")),
                  rating,
                  decrypted(
                      imports,
                      participant,
                      "texts",
                      "ciphertext",
                      (UUID) row.get("text_id"),
                      (byte[]) row.get("ciphertext"))),
              new ImportRef(new TenantId(imports.tenant), (UUID) row.get("import_id"))));
    }
    return sessions;
  }

  private static String address(ImportFixture imports, UUID person) {
    Map<String, Object> row =
        imports.row(
            "select identifier_id, value_ciphertext from csr.profile_identifiers where tenant_id = ? and person_id = ?",
            imports.tenant,
            person);
    return decrypted(
        imports,
        person,
        "profile_identifiers",
        "value_ciphertext",
        (UUID) row.get("identifier_id"),
        (byte[]) row.get("value_ciphertext"));
  }

  private static String decrypted(
      ImportFixture imports, UUID person, String table, String column, UUID id, byte[] bytes) {
    return new String(
        imports
            .worker
            .read(
                imports.tenant,
                db -> imports.personKeys.load(db, imports.tenant, List.of(person)).get(person))
            .decrypt(table, column, id, bytes),
        StandardCharsets.UTF_8);
  }

  /** Who took part in what, with which rating, as the projection of all events has it. */
  private static List<?> timeline(ImportFixture imports) {
    List<Event> events =
        imports
            .rows(
                "select * from csr.outbox_events where tenant_id = ? order by position",
                imports.tenant)
            .stream()
            .map(row -> event(imports, row))
            .toList();
    imports.worker.change(
        imports.tenant, db -> new TimelineProjection().apply(db, imports.tenant, events));
    return imports.rows(
        """
        select person_id, entry_id, role, (facts ->> 'rating')::numeric(3, 2) as rating
        from csr.profile_timeline where tenant_id = ? order by entry_id, role
        """,
        imports.tenant);
  }

  private static List<?> participations(ImportFixture imports) {
    return imports.rows(
        """
        select p.person_id, s.session_id as entry_id, p.role, s.rating
        from csr.sessions s
          cross join lateral (values (s.participant_id, 'participant'), (s.volunteer_id, 'volunteer')) as p (person_id, role)
        where s.tenant_id = ? order by s.session_id, p.role
        """,
        imports.tenant);
  }

  private static Event event(ImportFixture imports, Map<String, Object> row) {
    try {
      return new Event(
          (UUID) row.get("event_id"),
          imports.tenant,
          (String) row.get("type"),
          (UUID) row.get("person_id"),
          ((Number) row.get("position")).longValue(),
          ((Number) row.get("subject_version")).longValue(),
          Instant.now(),
          null,
          null,
          JSON.readTree(row.get("data").toString()));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
