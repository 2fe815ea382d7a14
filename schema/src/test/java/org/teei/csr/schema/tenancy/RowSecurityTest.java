package org.teei.csr.schema.tenancy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.teei.csr.schema.jooq.Tables.AUDIT_ENTRIES;
import static org.teei.csr.schema.jooq.Tables.PROFILES;
import static org.teei.csr.schema.jooq.Tables.TENANTS;

import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.teei.csr.schema.audit.Audit;
import org.teei.csr.schema.audit.AuditEntry;
import org.teei.csr.schema.jooq.Csr;
import org.teei.csr.schema.shared.Ids;

class RowSecurityTest {
  /**
   * Operational tables; staging, which COPY could not fill otherwise; and buckets of requests under
   * digests of names, which a library changes that knows no tenants.
   */
  private static final List<String> WITHOUT_TENANT =
      List.of(
          "drain_switches",
          "flyway_schema_history",
          "import_staging",
          "leases",
          "rate_limits",
          "signing_keys",
          "vendor_circuits");

  private static final List<String> OPEN_TO_SYSTEM =
      List.of(
          "access_tokens",
          "api_keys",
          "audit_entries",
          "audit_sealed_entries",
          "bulk_resolutions",
          "impact_deliveries",
          "import_attempts",
          "import_folders",
          "import_groups",
          "import_jobs",
          "import_notices",
          "key_rotations",
          "memberships",
          "metric_snapshots",
          "oauth_clients",
          "outbox_positions",
          "outbox_publications",
          "parked_events",
          "parked_workflows",
          "person_erasures",
          "scheduled_deliveries",
          "sign_in_registrations",
          "start_intents",
          "tenant_keys",
          "tenants",
          "vendor_connections",
          "webhook_endpoints");

  private final Database database = Database.shared();
  private final DSLContext superuser = DSL.using(database.superuser(), SQLDialect.POSTGRES);

  static Stream<String> tables() {
    return Csr.CSR.getTables().stream()
        .map(table -> table.getName())
        .filter(table -> !WITHOUT_TENANT.contains(table));
  }

  @ParameterizedTest
  @MethodSource("tables")
  void tableIsUnderForcedRowSecurityByTenant(String table) {
    var found =
        superuser.fetchSingle(
            """
            select c.relrowsecurity and c.relforcerowsecurity as forced,
              exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id' and a.attnotnull) as tenant,
              (select array_agg(p.polname::text order by p.polname) from pg_policy p where p.polrelid = c.oid) as policies,
              (select pg_get_expr(p.polqual, p.polrelid) || ' / ' || pg_get_expr(p.polwithcheck, p.polrelid)
                from pg_policy p where p.polrelid = c.oid and p.polname = 'tenant'
                  and p.polcmd = '*' and p.polroles = array[0::oid]) as tenant_policy
            from pg_class c where c.oid = ('csr.' || ?)::regclass
            """,
            table);

    assertThat(found.get("forced", Boolean.class)).isTrue();
    assertThat(found.get("tenant", Boolean.class)).isTrue();
    assertThat(found.get("policies", String[].class))
        .contains("tenant")
        .isSubsetOf("tenant", "system", approved(table));
    var rule = "(tenant_id = ( SELECT csr.current_tenant() AS current_tenant))";
    assertThat(found.get("tenant_policy", String.class)).isEqualTo(rule + " / " + rule);
  }

  /** The policy by which a table keeps its rows until two people agreed on their change. */
  private static String approved(String table) {
    return switch (table) {
      case "profiles" -> "merged";
      case "tombstones" -> "lifted";
      default -> "tenant";
    };
  }

  @Test
  void onlyTheNamedTablesHaveNoRowSecurity() {
    assertThat(
            superuser
                .fetch(
                    """
                    select relname from pg_class
                    where relnamespace = 'csr'::regnamespace and relkind in ('r', 'p', 'm', 'v', 'f') and not relrowsecurity
                    order by relname
                    """)
                .into(String.class))
        .isEqualTo(WITHOUT_TENANT);
  }

  @Test
  void onlyTheNamedTablesAreOpenToTheSystemRole() {
    assertThat(
            superuser
                .fetch(
                    "select polrelid::regclass::text from pg_policy where polname = 'system' order by polrelid::regclass::text")
                .map(row -> row.get(0, String.class).replace("csr.", "")))
        .isEqualTo(OPEN_TO_SYSTEM);
    assertThat(
            superuser
                .fetch(
                    "select distinct polroles::regrole[]::text from pg_policy where polname = 'system'")
                .into(String.class))
        .containsExactly("{csr_system}");
  }

  @Test
  void noRoleBypassesRowSecurityOrOwnsTablesBesidesTheOwner() {
    assertThat(
            superuser
                .fetch(
                    """
                    select rolname from pg_roles
                    where rolname like 'csr%' and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb)
                    """)
                .into(String.class))
        .isEmpty();
    assertThat(
            superuser
                .fetch(
                    "select distinct relowner::regrole::text from pg_class where relnamespace = 'csr'::regnamespace")
                .into(String.class))
        .containsExactly("csr_owner");
  }

  @Test
  void aTenantSeesItsOwnRowsOnly() {
    var tenancy = new Tenancy(database.worker());
    var mine = database.freshTenant();
    var other = database.freshTenant();
    var person = person(tenancy, mine);

    assertThat(profiles(tenancy, mine)).isEqualTo(1);
    assertThat(profiles(tenancy, other)).isZero();
    int deleted =
        tenancy.write(
            other, db -> db.deleteFrom(PROFILES).where(PROFILES.PERSON_ID.eq(person)).execute());
    assertThat(deleted).isZero();
    int tenants = tenancy.read(mine, db -> db.fetchCount(TENANTS));
    assertThat(tenants).isEqualTo(1);
  }

  @Test
  void theOwnerOfTheTablesSeesNothingWithoutATenant() {
    person(new Tenancy(database.worker()), database.freshTenant());

    assertThat(DSL.using(database.owner(), SQLDialect.POSTGRES).fetchCount(PROFILES)).isZero();
  }

  @Test
  void aRowOfAnotherTenantIsRefused() {
    var tenancy = new Tenancy(database.worker());
    var mine = database.freshTenant();
    var other = database.freshTenant();

    assertThatThrownBy(() -> tenancy.change(mine, db -> insertPerson(db, other)))
        .isInstanceOf(DataAccessException.class)
        .hasMessageContaining("row-level security");
    assertThat(profiles(tenancy, other)).isZero();
  }

  @Test
  void aRowCannotMoveToAnotherTenant() {
    var tenancy = new Tenancy(database.worker());
    var mine = database.freshTenant();
    var other = database.freshTenant();
    person(tenancy, mine);

    assertThatThrownBy(() ->
            tenancy.change(
                mine, db -> db.update(PROFILES).set(PROFILES.TENANT_ID, other).execute()))
        .isInstanceOf(DataAccessException.class)
        .hasMessageContaining("row-level security");
  }

  @Test
  void withoutATenantNothingIsSeenAndNothingAccepted() {
    var tenant = database.freshTenant();
    person(new Tenancy(database.worker()), tenant);
    var db = DSL.using(database.worker(), SQLDialect.POSTGRES);

    assertThat(db.fetchCount(PROFILES)).isZero();
    assertThatThrownBy(() -> insertPerson(db, tenant)).hasMessageContaining("row-level security");
  }

  @Test
  void anEmptyTenantIsRefusedBeforeTheDatabaseIsAsked() {
    assertThatThrownBy(() -> new Tenancy(database.worker()).read("", db -> 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anEmptyTenantInTheDatabaseIsNoTenant() {
    var tenant = database.freshTenant();
    person(new Tenancy(database.worker()), tenant);

    int seen =
        DSL.using(database.worker(), SQLDialect.POSTGRES)
            .transactionResult(transaction -> {
              var db = DSL.using(transaction);
              db.fetch("select set_config('app.tenant', '', true)");
              return db.fetchCount(PROFILES);
            });

    assertThat(seen).isZero();
  }

  /** Both roles that work for tenants may read the record and append to it. */
  @ParameterizedTest
  @CsvSource({
    "api, none",
    "api, ''",
    "api, another",
    "worker, none",
    "worker, ''",
    "worker, another"
  })
  void aRoleThatHasNotEnteredATenantSeesAndAppendsNothingOfIt(String role, String entered) {
    var tenant = database.freshTenant();
    var source = role.equals("api") ? database.api() : database.worker();
    new Tenancy(source).change(tenant, db -> Audit.append(db, entry(tenant)));
    var stranger = entered.equals("another") ? database.freshTenant() : entered;

    var db = DSL.using(source, SQLDialect.POSTGRES);
    int seen =
        db.transactionResult(transaction -> {
          enter(DSL.using(transaction), stranger);
          return DSL.using(transaction)
              .fetchCount(AUDIT_ENTRIES, AUDIT_ENTRIES.TENANT_ID.eq(tenant));
        });

    assertThat(seen).isZero();
    assertThatThrownBy(() ->
            db.transaction(transaction -> {
              enter(DSL.using(transaction), stranger);
              Audit.append(DSL.using(transaction), entry(tenant));
            }))
        .isInstanceOf(DataAccessException.class)
        .hasMessageContaining("row-level security");
  }

  private static void enter(DSLContext db, String tenant) {
    if (!tenant.equals("none")) {
      db.fetch("select set_config('app.tenant', ?, true)", tenant);
    }
  }

  private static AuditEntry entry(String tenant) {
    return AuditEntry.of(tenant, "somebody", "company_admin", "imports.pause", "import", "1");
  }

  @Test
  void aConnectionOfThePoolCarriesNothingFromOneTenantToTheNext() {
    var a = database.freshTenant();
    var b = database.freshTenant();
    person(new Tenancy(database.worker()), a);
    var ofB = person(new Tenancy(database.worker()), b);
    try (var pool = database.newPool("csr_worker", 1)) {
      var tenancy = new Tenancy(pool);
      assertThatThrownBy(() -> tenancy.change(a, db -> db.execute("select 1 / 0")))
          .isInstanceOf(DataAccessException.class);

      List<UUID> seen =
          tenancy.read(
              b, db -> db.select(PROFILES.PERSON_ID).from(PROFILES).fetch(PROFILES.PERSON_ID));
      assertThat(seen).containsExactly(ofB);
      assertThat(DSL.using(pool, SQLDialect.POSTGRES).fetchCount(PROFILES)).isZero();
    }
  }

  @Test
  void aReadCannotWrite() {
    var tenancy = new Tenancy(database.worker());
    var tenant = database.freshTenant();

    assertThatThrownBy(() -> tenancy.read(tenant, db -> insertPerson(db, tenant)))
        .isInstanceOf(DataAccessException.class)
        .hasMessageContaining("read-only");
    assertThat(person(tenancy, tenant)).isNotNull();
  }

  @Test
  void whatThrowsLeavesNothingBehind() {
    var tenancy = new Tenancy(database.worker());
    var tenant = database.freshTenant();

    assertThatThrownBy(() ->
            tenancy.change(
                tenant,
                db -> {
                  insertPerson(db, tenant);
                  throw new IllegalStateException("stop");
                }))
        .hasMessage("stop");
    assertThat(profiles(tenancy, tenant)).isZero();
  }

  private static int profiles(Tenancy tenancy, String tenant) {
    return tenancy.read(tenant, db -> db.fetchCount(PROFILES));
  }

  private static UUID person(Tenancy tenancy, String tenant) {
    return tenancy.write(tenant, db -> insertPerson(db, tenant));
  }

  private static UUID insertPerson(DSLContext db, String tenant) {
    var person = Ids.next();
    db.insertInto(PROFILES)
        .columns(PROFILES.TENANT_ID, PROFILES.PERSON_ID)
        .values(tenant, person)
        .execute();
    return person;
  }
}
