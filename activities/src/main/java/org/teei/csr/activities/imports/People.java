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
import org.jspecify.annotations.Nullable;
import org.teei.csr.activities.imports.BulkSql.Column;
import org.teei.csr.activities.observability.StepFailure;
import org.teei.csr.schema.personaldata.BlindIndex;
import org.teei.csr.schema.personaldata.PersonKey;
import org.teei.csr.schema.personaldata.PersonKeys;
import org.teei.csr.schema.shared.Ids;
import org.teei.csr.workflows.shared.FailureClass;

/**
 * The persons of one range: found by the blind indexes of what identifies them, made where they are
 * missing. Identifiers are inserted in the order of their index, so writers with new persons in
 * common wait for each other and do not deadlock; the first one's persons are everybody's.
 */
final class People {
  private final String tenant;
  private final UUID importId;
  private final PersonKeys personKeys;
  private final Map<Identifier, UUID> persons = new HashMap<>();
  private final Map<UUID, Standing> standings = new HashMap<>();

  /** Who turned out to be somebody else, and whom. */
  private final Map<UUID, UUID> survivors = new HashMap<>();

  private final Map<UUID, PersonKey> keys = new HashMap<>();

  /**
   * @param importId goes on record with the persons whom it makes
   */
  People(String tenant, UUID importId, PersonKeys personKeys) {
    this.tenant = tenant;
    this.importId = importId;
    this.personKeys = personKeys;
  }

  /** What becomes of an id of a person. */
  enum Standing {
    KNOWN,
    UNKNOWN,
    ERASED
  }

  private record Newcomer(PersonKey key, byte[] wrappedKey) {}

  private record Addition(Identifier identifier, UUID identifierId, UUID person, byte[] value) {}

  /** Finds whom these identify. */
  void find(Connection connection, Collection<Identifier> identifiers) throws SQLException {
    Map<Group, List<byte[]>> groups = new HashMap<>();
    identifiers.forEach(identifier ->
        groups
            .computeIfAbsent(
                new Group(identifier.kind(), identifier.index().version()), _ -> new ArrayList<>())
            .add(identifier.index().bytes()));
    for (Map.Entry<Group, List<byte[]>> group : groups.entrySet()) {
      BulkSql.fetch(
          connection,
          """
          select i.blind_index, i.person_id
          from unnest(?) as wanted (blind_index)
            join csr.profile_identifiers i on i.tenant_id = ? and i.kind = ?
              and i.index_key_version = ? and i.blind_index = wanted.blind_index
          """,
          row -> {
            UUID person = row.getObject(2, UUID.class);
            standings.put(person, Standing.KNOWN);
            return persons.put(
                new Identifier(
                    group.getKey().kind(),
                    new BlindIndex.Index(group.getKey().version(), row.getBytes(1))),
                person);
          },
          Column.of("bytea", group.getValue(), bytes -> bytes),
          tenant,
          group.getKey().kind(),
          group.getKey().version());
    }
  }

  /** Identifiers that are looked for at once. */
  private record Group(String kind, int version) {}

  /**
   * Looks at ids that rows name, and asks who turned out to be whom. Rows that name each person by
   * the e-mail address alone confuse nobody; nothing is asked for them.
   */
  void look(Connection connection, Set<UUID> ids, Set<Identifier> named) throws SQLException {
    if (ids.isEmpty() && named.stream().allMatch(by -> by.kind().equals(EmailIndexes.KIND))) {
      return;
    }
    BulkSql.fetch(
        connection,
        """
        select p.person_id, p.erased_at is null
        from unnest(?) as wanted (person_id)
          join csr.profiles p on p.tenant_id = ? and p.person_id = wanted.person_id
        """,
        row ->
            standings.put(
                row.getObject(1, UUID.class), row.getBoolean(2) ? Standing.KNOWN : Standing.ERASED),
        Column.of("uuid", List.copyOf(ids), id -> id),
        tenant);
    BulkSql.fetch(
        connection,
        """
        with recursive merged (person_id, into_id, step) as (
          select p.person_id, p.merged_into, 1
          from unnest(?) as wanted (person_id)
            join csr.profiles p on p.tenant_id = ? and p.person_id = wanted.person_id
          where p.merged_into is not null
          union
          select m.person_id, p.merged_into, m.step + 1
          from merged m join csr.profiles p on p.tenant_id = ? and p.person_id = m.into_id
          where p.merged_into is not null and m.step < 10
        )
        select person_id, into_id from merged order by step
        """,
        row -> survivors.put(row.getObject(1, UUID.class), row.getObject(2, UUID.class)),
        Column.of("uuid", List.copyOf(standings.keySet()), id -> id),
        tenant,
        tenant);
  }

  @Nullable UUID find(Identifier identifier) {
    return persons.get(identifier);
  }

  Standing standing(UUID person) {
    return standings.getOrDefault(person, Standing.UNKNOWN);
  }

  /** Whom a person turned out to be, or the person. */
  UUID survivor(UUID person) {
    return survivors.getOrDefault(person, person);
  }

  /** Whom an admitted row names. */
  UUID person(Named named) {
    UUID person = persons.get(named.email());
    if (person == null) {
      throw new IllegalStateException("a person was not resolved");
    }
    return person;
  }

  /**
   * Makes the persons and identifiers that are missing, or gives false where another writer made
   * some of them meanwhile; then what was written is to be taken back.
   *
   * @param values of the identifiers
   */
  boolean make(
      DSLContext db, Connection connection, Resolution resolution, Map<Identifier, String> values)
      throws SQLException {
    Map<Identifier, UUID> added = resolution.added();
    if (added.isEmpty()) {
      return true;
    }
    loadKeys(
        db, added.values().stream().filter(id -> !resolution.newcomers().contains(id)).toList());
    Map<UUID, Newcomer> newcomers = new HashMap<>();
    for (UUID person : resolution.newcomers()) {
      PersonKey key = personKeys.generate(tenant, person);
      newcomers.put(person, new Newcomer(key, personKeys.wrap(key)));
    }
    List<Addition> additions = new ArrayList<>(added.size());
    added.forEach((identifier, person) -> {
      Newcomer newcomer = newcomers.get(person);
      additions.add(
          addition(
              identifier,
              newcomer == null ? key(person) : newcomer.key(),
              values.getOrDefault(identifier, "")));
    });
    if (insertIdentifiers(connection, additions) < additions.size()) {
      return false;
    }
    insertProfiles(connection, List.copyOf(newcomers.values()));
    newcomers.forEach((person, newcomer) -> {
      keys.put(person, newcomer.key());
      standings.put(person, Standing.KNOWN);
    });
    persons.putAll(added);
    return true;
  }

  /** Reads the keys of persons who were there before. */
  void loadKeys(DSLContext db, Collection<UUID> wanted) {
    Set<UUID> missing = new HashSet<>(wanted);
    missing.removeAll(keys.keySet());
    if (!missing.isEmpty()) {
      keys.putAll(personKeys.load(db, tenant, missing));
    }
  }

  /** Whether the key of a person was loaded; that of an erased one is gone. */
  boolean hasKey(UUID person) {
    return keys.containsKey(person);
  }

  /** The first known address of each of these persons whose keys are loaded. */
  Map<UUID, String> emails(Connection connection, Collection<UUID> wanted) throws SQLException {
    Map<UUID, String> emails = new HashMap<>();
    BulkSql.fetch(
        connection,
        """
        select i.identifier_id, i.person_id, i.value_ciphertext
        from unnest(?) as wanted (person_id)
          join csr.profile_identifiers i on i.tenant_id = ? and i.person_id = wanted.person_id
        where i.kind = 'email'
        order by i.created_at, i.identifier_id
        """,
        row -> {
          UUID person = row.getObject(2, UUID.class);
          if (!hasKey(person) || emails.containsKey(person)) {
            return person;
          }
          byte[] email =
              key(person)
                  .decrypt(
                      "profile_identifiers",
                      "value_ciphertext",
                      row.getObject(1, UUID.class),
                      row.getBytes(3));
          emails.put(person, new String(email, StandardCharsets.UTF_8));
          return person;
        },
        Column.of("uuid", List.copyOf(wanted), id -> id),
        tenant);
    return emails;
  }

  PersonKey key(UUID person) {
    PersonKey key = keys.get(person);
    if (key == null) {
      throw new StepFailure(FailureClass.DATA, "person-key-missing");
    }
    return key;
  }

  /**
   * A value under the key of a person.
   *
   * @param id of the row that keeps it
   */
  byte @Nullable [] encrypted(
      UUID person, String table, String column, UUID id, @Nullable String plain) {
    return plain == null
        ? null
        : key(person).encrypt(table, column, id, plain.getBytes(StandardCharsets.UTF_8));
  }

  /** What {@link #encrypted} made of a value. */
  @Nullable String decrypted(
      UUID person, String table, String column, UUID id, byte @Nullable [] ciphertext) {
    return ciphertext == null
        ? null
        : new String(key(person).decrypt(table, column, id, ciphertext), StandardCharsets.UTF_8);
  }

  private static Addition addition(Identifier identifier, PersonKey key, String value) {
    UUID identifierId = Ids.next();
    return new Addition(
        identifier,
        identifierId,
        key.personId(),
        key.encrypt(
            "profile_identifiers",
            "value_ciphertext",
            identifierId,
            value.getBytes(StandardCharsets.UTF_8)));
  }

  private int insertIdentifiers(Connection connection, List<Addition> additions)
      throws SQLException {
    return BulkSql.execute(
        connection,
        """
        insert into csr.profile_identifiers
          (tenant_id, kind, index_key_version, blind_index, identifier_id, person_id, value_ciphertext)
        select ?, kind, index_key_version, blind_index, identifier_id, person_id, value_ciphertext
        from unnest(?, ?, ?, ?, ?, ?) with ordinality
          as addition (kind, index_key_version, blind_index, identifier_id, person_id, value_ciphertext, place)
        order by place
        on conflict (tenant_id, kind, index_key_version, blind_index) do nothing
        """,
        tenant,
        Column.of("text", additions, addition -> addition.identifier().kind()),
        Column.of("int", additions, addition -> addition.identifier().index().version()),
        Column.of("bytea", additions, addition -> addition.identifier().index().bytes()),
        Column.of("uuid", additions, Addition::identifierId),
        Column.of("uuid", additions, Addition::person),
        Column.of("bytea", additions, Addition::value));
  }

  private void insertProfiles(Connection connection, List<Newcomer> newcomers) throws SQLException {
    Column ids = Column.of("uuid", newcomers, newcomer -> newcomer.key().personId());
    BulkSql.execute(
        connection,
        """
        insert into csr.profiles (tenant_id, import_id, person_id)
        select ?, ?, person_id from unnest(?) as newcomer (person_id)
        """,
        tenant,
        importId,
        ids);
    BulkSql.execute(
        connection,
        """
        insert into csr.person_keys (tenant_id, person_id, data_key_version, wrapped_key)
        select ?, person_id, data_key_version, wrapped_key
        from unnest(?, ?, ?) as newcomer (person_id, data_key_version, wrapped_key)
        """,
        tenant,
        ids,
        Column.of("int", newcomers, newcomer -> personKeys.dataKeyVersion(newcomer.wrappedKey())),
        Column.of("bytea", newcomers, Newcomer::wrappedKey));
  }
}
