package org.teei.csr.activities.imports;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jooq.DSLContext;
import org.teei.csr.activities.imports.BulkSql.Column;
import org.teei.csr.activities.observability.StepFailure;
import org.teei.csr.schema.personaldata.BlindIndex;
import org.teei.csr.schema.personaldata.PersonKey;
import org.teei.csr.schema.personaldata.PersonKeys;
import org.teei.csr.schema.shared.Ids;
import org.teei.csr.workflows.shared.FailureClass;

/**
 * The persons of one range: found by the blind index of their e-mail address, made where they are
 * missing. Identifiers are inserted in the order of their index, so writers with new persons in
 * common wait for each other and do not deadlock; the first one's persons are everybody's.
 */
final class People {
  private static final int ROUNDS = 5;

  private final String tenant;
  private final UUID importId;
  private final PersonKeys personKeys;
  private final Map<BlindIndex.Index, UUID> persons = new HashMap<>();
  private final Map<UUID, PersonKey> keys = new HashMap<>();

  /**
   * @param importId goes on record with the persons whom it makes
   */
  People(String tenant, UUID importId, PersonKeys personKeys) {
    this.tenant = tenant;
    this.importId = importId;
    this.personKeys = personKeys;
  }

  private record Newcomer(
      BlindIndex.Index index, UUID identifierId, PersonKey key, byte[] email, byte[] wrappedKey) {}

  /** Finds those who are there. */
  void find(Connection connection, Collection<BlindIndex.Index> indexes) throws SQLException {
    Map<Integer, List<byte[]>> byVersion = new HashMap<>();
    indexes.forEach(index ->
        byVersion.computeIfAbsent(index.version(), _ -> new ArrayList<>()).add(index.bytes()));
    for (Map.Entry<Integer, List<byte[]>> version : byVersion.entrySet()) {
      BulkSql.fetch(
          connection,
          """
          select i.blind_index, i.person_id
          from unnest(?) as wanted (blind_index)
            join csr.profile_identifiers i on i.tenant_id = ? and i.kind = 'email'
              and i.index_key_version = ? and i.blind_index = wanted.blind_index
          """,
          row ->
              persons.put(
                  new BlindIndex.Index(version.getKey(), row.getBytes(1)),
                  row.getObject(2, UUID.class)),
          Column.of("bytea", version.getValue(), bytes -> bytes),
          tenant,
          version.getKey());
    }
  }

  boolean knows(BlindIndex.Index index) {
    return persons.containsKey(index);
  }

  UUID person(BlindIndex.Index index) {
    UUID person = persons.get(index);
    if (person == null) {
      throw new IllegalStateException("a person was not resolved");
    }
    return person;
  }

  /** Makes a person for each address that has none. */
  void make(Connection connection, Map<BlindIndex.Index, String> emails) throws SQLException {
    for (int round = 0; round < ROUNDS; round++) {
      List<BlindIndex.Index> missing =
          emails.keySet().stream().filter(index -> !knows(index)).sorted().toList();
      if (missing.isEmpty()) {
        return;
      }
      List<Newcomer> newcomers = new ArrayList<>(missing.size());
      for (BlindIndex.Index index : missing) {
        newcomers.add(newcomer(index, emails.getOrDefault(index, "")));
      }
      List<Newcomer> winners = insertIdentifiers(connection, newcomers);
      insertProfiles(connection, winners);
      winners.forEach(winner -> {
        persons.put(winner.index(), winner.key().personId());
        keys.put(winner.key().personId(), winner.key());
      });
      if (winners.size() < newcomers.size()) {
        find(connection, missing.stream().filter(index -> !knows(index)).toList());
      }
    }
    throw new StepFailure(FailureClass.TRANSIENT, "persons-in-motion");
  }

  /** Reads the keys of persons who were there before. */
  void loadKeys(DSLContext db, Collection<UUID> wanted) {
    Set<UUID> missing = new HashSet<>(wanted);
    missing.removeAll(keys.keySet());
    if (!missing.isEmpty()) {
      keys.putAll(personKeys.load(db, tenant, missing));
    }
  }

  PersonKey key(UUID person) {
    PersonKey key = keys.get(person);
    if (key == null) {
      throw new StepFailure(FailureClass.DATA, "person-key-missing");
    }
    return key;
  }

  private Newcomer newcomer(BlindIndex.Index index, String email) {
    UUID identifierId = Ids.next();
    PersonKey key = personKeys.generate(tenant, Ids.next());
    return new Newcomer(
        index,
        identifierId,
        key,
        key.encrypt(
            "profile_identifiers",
            "value_ciphertext",
            identifierId,
            email.getBytes(StandardCharsets.UTF_8)),
        personKeys.wrap(key));
  }

  private List<Newcomer> insertIdentifiers(Connection connection, List<Newcomer> newcomers)
      throws SQLException {
    Set<UUID> inserted =
        new HashSet<>(
            BulkSql.fetch(
                connection,
                """
                insert into csr.profile_identifiers
                  (tenant_id, kind, index_key_version, blind_index, identifier_id, person_id, value_ciphertext)
                select ?, 'email', index_key_version, blind_index, identifier_id, person_id, value_ciphertext
                from unnest(?, ?, ?, ?, ?) with ordinality
                  as newcomer (index_key_version, blind_index, identifier_id, person_id, value_ciphertext, place)
                order by place
                on conflict (tenant_id, kind, index_key_version, blind_index) do nothing
                returning identifier_id
                """,
                row -> row.getObject(1, UUID.class),
                tenant,
                Column.of("int", newcomers, newcomer -> newcomer.index().version()),
                Column.of("bytea", newcomers, newcomer -> newcomer.index().bytes()),
                Column.of("uuid", newcomers, Newcomer::identifierId),
                Column.of("uuid", newcomers, newcomer -> newcomer.key().personId()),
                Column.of("bytea", newcomers, Newcomer::email)));
    return newcomers.stream()
        .filter(newcomer -> inserted.contains(newcomer.identifierId()))
        .toList();
  }

  private void insertProfiles(Connection connection, List<Newcomer> winners) throws SQLException {
    Column ids = Column.of("uuid", winners, winner -> winner.key().personId());
    BulkSql.execute(
        connection,
        """
        insert into csr.profiles (tenant_id, import_id, person_id)
        select ?, ?, person_id from unnest(?) as winner (person_id)
        """,
        tenant,
        importId,
        ids);
    BulkSql.execute(
        connection,
        """
        insert into csr.person_keys (tenant_id, person_id, data_key_version, wrapped_key)
        select ?, person_id, data_key_version, wrapped_key
        from unnest(?, ?, ?) as winner (person_id, data_key_version, wrapped_key)
        """,
        tenant,
        ids,
        Column.of("int", winners, winner -> personKeys.dataKeyVersion(winner.wrappedKey())),
        Column.of("bytea", winners, Newcomer::wrappedKey));
  }
}
