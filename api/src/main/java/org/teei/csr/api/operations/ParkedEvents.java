package org.teei.csr.api.operations;

import static org.teei.csr.schema.jooq.Tables.PARKED_EVENTS;

import java.util.HashMap;
import java.util.Map;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.teei.csr.api.identity.CurrentPrincipal;
import org.teei.csr.api.shared.Page;
import org.teei.csr.schema.tenancy.Tenancy;

/** Reads what consumers could not apply. */
@Component
final class ParkedEvents {
  private final Tenancy tenancy;
  private final CurrentPrincipal principals;

  ParkedEvents(Tenancy tenancy, CurrentPrincipal principals) {
    this.tenancy = tenancy;
    this.principals = principals;
  }

  Page<ParkedEvent> list(@Nullable String consumer, Page.Range range) {
    var tenant = principals.get().tenant();
    var wanted =
        DSL.and(
            PARKED_EVENTS.TENANT_ID.eq(tenant),
            consumer == null ? DSL.noCondition() : PARKED_EVENTS.CONSUMER.eq(consumer));
    var slice =
        tenancy.read(
            tenant,
            db ->
                new Page.Slice<>(
                    db.selectFrom(PARKED_EVENTS)
                        .where(wanted)
                        .orderBy(
                            PARKED_EVENTS.PARKED_AT, PARKED_EVENTS.CONSUMER, PARKED_EVENTS.POSITION)
                        .limit(range.pageSize())
                        .offset(range.offset())
                        .fetch(),
                    db.fetchCount(PARKED_EVENTS, wanted)));
    Map<String, @Nullable Object> filters = new HashMap<>();
    filters.put("consumer", consumer);
    return Page.of(slice, range, "/v1/operations/parked-events", filters, ParkedEvent::of);
  }
}
