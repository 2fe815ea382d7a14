package org.teei.csr.schema.tenancy;

import java.util.List;
import javax.sql.DataSource;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;

/**
 * What the schema holds, one line for each column, constraint, index, policy, routine, comment and
 * grant.
 */
final class Catalogue {
  private static final String LINES =
      """
      with relations as (
        select c.* from pg_class c
        where c.relnamespace = 'csr'::regnamespace and c.relname not like 'flyway_schema_history%'
      )
      select 'column ' || r.relname || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
        || case when a.attnotnull then ' not null' else '' end || coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), '')
        || coalesce(' ' || a.attacl::text, '')
      from relations r
        join pg_attribute a on a.attrelid = r.oid and a.attnum > 0 and not a.attisdropped
        left join pg_attrdef d on d.adrelid = r.oid and d.adnum = a.attnum
      where r.relkind = 'r'
      union all
      select 'table ' || relname || ' secured ' || relrowsecurity || ' forced ' || relforcerowsecurity
        || ' owner ' || relowner::regrole
      from relations where relkind = 'r'
      union all
      select 'table grant ' || r.relname || ' ' || grants.grantee::regrole || ' ' || grants.privilege_type
      from relations r, aclexplode(r.relacl) grants
      where r.relkind = 'r' and grants.grantee <> r.relowner
      union all
      select 'constraint ' || r.relname || ' ' || k.conname || ' ' || pg_get_constraintdef(k.oid)
      from relations r join pg_constraint k on k.conrelid = r.oid where k.contype <> 'n'
      union all
      select 'index ' || pg_get_indexdef(oid) from relations where relkind = 'i'
      union all
      select 'policy ' || r.relname || ' ' || p.polname || ' ' || p.polcmd::text || ' ' || p.polpermissive || ' '
        || p.polroles::regrole[]::text || ' ' || pg_get_expr(p.polqual, p.polrelid)
        || ' / ' || pg_get_expr(p.polwithcheck, p.polrelid)
      from relations r join pg_policy p on p.polrelid = r.oid
      union all
      select 'routine ' || oid::regprocedure || ' ' || pg_get_functiondef(oid) from pg_proc
      where pronamespace = 'csr'::regnamespace
      union all
      select 'comment ' || r.relname || ' ' || d.description
      from relations r join pg_description d on d.objoid = r.oid
      union all
      select 'schema grant ' || grants.grantee::regrole || ' ' || grants.privilege_type
      from pg_namespace, aclexplode(nspacl) grants
      where nspname = 'csr' and grants.grantee <> nspowner
      order by 1
      """;

  private Catalogue() {}

  static List<String> of(DataSource superuser) {
    return DSL.using(superuser, SQLDialect.POSTGRES).fetch(LINES).into(String.class);
  }
}
