package org.teei.csr.schema.tenancy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;
import org.teei.csr.schema.jooq.Csr;

class GrantsTest {
  private final DSLContext db = DSL.using(Database.shared().superuser(), SQLDialect.POSTGRES);

  @Test
  void grantsAreThoseOfTheWrittenTable() {
    var granted =
        Csr.CSR.getTables().stream()
            .map(table -> table.getName())
            .sorted()
            .map(table ->
                new WritingRoles(
                    table,
                    privileges("csr_api", table),
                    privileges("csr_worker", table),
                    privileges("csr_system", table)))
            .toList();

    assertThat(granted).containsExactlyElementsOf(WritingRoles.TABLES);
  }

  @Test
  void whoReplaysReadsWrappedKeysAndNothingElse() {
    assertThat(
            Csr.CSR.getTables().stream()
                .map(table -> table.getName())
                .filter(table -> !privileges("csr_replayer", table).isEmpty()))
        .containsExactly("tenant_keys");
    assertThat(privileges("csr_replayer", "tenant_keys")).containsExactly("select");
  }

  @Test
  void nobodyChangesOrDeletesTheAuditRecord() {
    assertThat(WritingRoles.TABLES)
        .filteredOn(
            table -> table.table().startsWith("audit_") || table.table().equals("decisions"))
        .hasSize(4)
        .allSatisfy(table ->
            assertThat(Stream.of(table.api(), table.worker(), table.system()).flatMap(List::stream))
                .doesNotContain("update", "delete"));
  }

  @Test
  void noRoleTruncatesOrHasGrantsOnFlywaysTable() {
    assertThat(
            db.fetch(
                """
                select grantee, table_name, privilege_type from information_schema.role_table_grants
                where table_schema = 'csr' and grantee <> 'csr_owner'
                  and (privilege_type not in ('SELECT', 'INSERT', 'UPDATE', 'DELETE') or table_name like 'flyway%')
                """))
        .isEmpty();
  }

  private List<String> privileges(String role, String table) {
    return db.fetch(
            """
            select p.name
            from unnest(array['select', 'insert', 'update', 'delete']) with ordinality as p (name, place)
            where case p.name when 'delete' then has_table_privilege({0}, 'csr.' || {1}, p.name)
              else has_any_column_privilege({0}, 'csr.' || {1}, p.name) end
            order by p.place
            """,
            DSL.inline(role), DSL.inline(table))
        .into(String.class);
  }
}
