package org.teei.csr.bench.imports;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;
import org.teei.csr.schema.personaldata.BlindIndex.Index;
import org.teei.csr.schema.personaldata.PersonKey;
import org.teei.csr.schema.personaldata.PersonKeys;
import org.teei.csr.schema.shared.Ids;

/** The persons of one chunk: found by their addresses, or made. */
final class BatchPersons {
  private final JdbcTemplate jdbc;
  private final String tenant;
  private final UUID importId;
  private final PersonKeys personKeys;
  private final Map<Index, UUID> persons = new HashMap<>();
  private final Map<UUID, PersonKey> keys = new HashMap<>();

  BatchPersons(JdbcTemplate jdbc, String tenant, UUID importId, PersonKeys personKeys) {
    this.jdbc = jdbc;
    this.tenant = tenant;
    this.importId = importId;
    this.personKeys = personKeys;
  }

  private record Newcomer(Index index, UUID identifierId, PersonKey key, byte[] value) {}

  UUID person(Index index) {
    UUID person = persons.get(index);
    if (person == null) {
      throw new IllegalStateException("a person was not resolved");
    }
    return person;
  }

  PersonKey key(UUID person) {
    PersonKey key = keys.get(person);
    if (key == null) {
      throw new IllegalStateException("the key of a person is missing");
    }
    return key;
  }

  /** Those of these addresses that were of persons who were erased; nobody is erased meanwhile. */
  Set<Index> erased(Collection<Index> indexes) {
    jdbc.query(
        "select pg_advisory_xact_lock_shared(hashtextextended(?, 0))",
        row -> {},
        "tombstones/" + tenant);
    Set<Index> erased = new HashSet<>();
    jdbc.query(
        """
        select index_key_version, blind_index from csr.tombstones
        where tenant_id = ? and kind = 'email' and blind_index = any (?)
        """,
        row -> {
          erased.add(new Index(row.getInt(1), row.getBytes(2)));
        },
        tenant,
        bytes(indexes));
    return erased;
  }

  /**
   * Finds or makes the persons who have these addresses. Who is made by another transaction at the
   * same time is waited for, and then theirs.
   */
  void resolve(Map<Index, String> emails) {
    find(emails.keySet());
    Map<Index, Newcomer> newcomers = new TreeMap<>();
    emails.forEach((index, email) -> {
      if (!persons.containsKey(index)) {
        newcomers.put(index, newcomer(index, email));
      }
    });
    if (newcomers.isEmpty()) {
      return;
    }
    batch(
        """
        insert into csr.profile_identifiers
          (tenant_id, kind, index_key_version, blind_index, identifier_id, person_id, value_ciphertext)
        values (?, 'email', ?, ?, ?, ?, ?)
        on conflict (tenant_id, kind, index_key_version, blind_index) do nothing
        """,
        newcomers.values().stream()
            .map(one ->
                new Object[] {
                  tenant,
                  one.index().version(),
                  one.index().bytes(),
                  one.identifierId(),
                  one.key().personId(),
                  one.value()
                })
            .toList());
    find(newcomers.keySet());
    List<Newcomer> made =
        newcomers.values().stream()
            .filter(one -> one.key().personId().equals(persons.get(one.index())))
            .toList();
    batch(
        "insert into csr.profiles (tenant_id, import_id, person_id) values (?, ?, ?)",
        made.stream().map(one -> new Object[] {tenant, importId, one.key().personId()}).toList());
    batch(
        """
        insert into csr.person_keys (tenant_id, person_id, data_key_version, wrapped_key)
        values (?, ?, ?, ?)
        """,
        made.stream().map(this::wrapped).toList());
    made.forEach(one -> keys.put(one.key().personId(), one.key()));
  }

  private Newcomer newcomer(Index index, String email) {
    PersonKey key = personKeys.generate(tenant, Ids.next());
    UUID identifierId = Ids.next();
    return new Newcomer(
        index,
        identifierId,
        key,
        key.encrypt(
            "profile_identifiers", "value_ciphertext", identifierId, email.getBytes(UTF_8)));
  }

  private Object[] wrapped(Newcomer one) {
    byte[] wrapped = personKeys.wrap(one.key());
    return new Object[] {tenant, one.key().personId(), personKeys.dataKeyVersion(wrapped), wrapped};
  }

  private void find(Collection<Index> indexes) {
    indexes.stream()
        .mapToInt(Index::version)
        .distinct()
        .forEach(version ->
            jdbc.query(
                """
                select blind_index, person_id from csr.profile_identifiers
                where tenant_id = ? and kind = 'email' and index_key_version = ? and blind_index = any (?)
                """,
                row -> {
                  persons.put(new Index(version, row.getBytes(1)), row.getObject(2, UUID.class));
                },
                tenant,
                version,
                bytes(indexes)));
  }

  /** Reads the keys of persons who were there before. */
  void loadKeys(Collection<UUID> wanted) {
    Set<UUID> missing = new HashSet<>(wanted);
    missing.removeAll(keys.keySet());
    if (!missing.isEmpty()) {
      jdbc.query(
          """
          select person_id, wrapped_key from csr.person_keys
          where tenant_id = ? and person_id = any (?)
          """,
          row -> {
            UUID person = row.getObject(1, UUID.class);
            keys.put(person, personKeys.unwrap(tenant, person, row.getBytes(2)));
          },
          tenant,
          missing.toArray(UUID[]::new));
    }
  }

  private void batch(String sql, List<Object[]> rows) {
    jdbc.batchUpdate(sql, rows);
  }

  private static byte[][] bytes(Collection<Index> indexes) {
    return indexes.stream().map(Index::bytes).toArray(byte[][]::new);
  }
}
