package org.teei.csr.api.identity;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.teei.csr.api.problems.Problem.Fault;
import org.teei.csr.api.problems.ProblemException;
import org.teei.csr.api.problems.RequestProblem;
import org.teei.csr.schema.jooq.Tables;
import org.teei.csr.schema.tenancy.SystemView;
import org.teei.csr.schema.tenancy.Tenancy;

/**
 * How far the principal of a request sees. A company's people see their own tenant. The platform's
 * own staff see all tenants, and of each thing its header: ids, states, counts and times, never
 * what people wrote or what was before and after; the database refuses them more.
 */
@Component
public final class Reach {
  private final CurrentPrincipal principals;
  private final Tenancy tenancy;
  private final SystemView system;

  Reach(CurrentPrincipal principals, Tenancy tenancy, SystemView system) {
    this.principals = principals;
    this.tenancy = tenancy;
    this.system = system;
  }

  /** Whether the principal sees headers only. */
  public boolean headersOnly() {
    return principals.get().ofPlatform();
  }

  /** Reads what the principal sees; each statement names what it {@link #covers}. */
  public <T extends @Nullable Object> T read(Function<DSLContext, T> query) {
    return headersOnly() ? system.read(query) : tenancy.read(principals.get().tenant(), query);
  }

  /**
   * Rows that the principal sees.
   *
   * @param asked the one tenant whose rows are wanted; null for all that the principal sees
   */
  public Condition covers(Field<String> tenant, @Nullable String asked) {
    var wanted = asked == null ? DSL.noCondition() : tenant.eq(asked);
    return headersOnly() ? wanted : tenant.eq(principals.get().tenant()).and(wanted);
  }

  /** The columns that the principal sees: all, or the header, which is all but those withheld. */
  public List<Field<?>> columns(Table<?> table, Field<?>... withheld) {
    var hidden = headersOnly() ? List.of(withheld) : List.<Field<?>>of();
    return Arrays.stream(table.fields())
        .<Field<?>>map(field -> field)
        .filter(field -> !hidden.contains(field))
        .toList();
  }

  /**
   * The tenant that a change is about, where nothing else says so: the principal's own, or the one
   * that the platform's staff must name.
   *
   * @param asked the parameter {@code tenant}
   */
  public String tenant(@Nullable String asked) {
    var own = principals.get().tenant();
    if (!headersOnly()) {
      return known(own, asked == null || asked.equals(own));
    }
    if (asked == null) {
      throw ProblemException.of(
          RequestProblem.MISSING_PARAMETER,
          List.of(Fault.ofParameter("tenant", "missing", "Is required of the platform's staff.")));
    }
    return known(
        asked,
        system.read(db -> db.fetchExists(Tables.TENANTS, Tables.TENANTS.TENANT_ID.eq(asked))));
  }

  private static String known(String tenant, boolean known) {
    if (!known) {
      throw ProblemException.of(RequestProblem.NOT_FOUND);
    }
    return tenant;
  }
}
