package org.teei.csr.api.identity.limits;

import java.time.Duration;
import java.util.Optional;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.conf.Settings;
import org.jooq.impl.DSL;
import org.springframework.stereotype.Component;

/**
 * Counts wrong secrets by the address they come from: those for one client, and those for any. A
 * client is never refused for what others send elsewhere, so nobody can shut it out from afar.
 */
@Component
final class WrongSecrets {
  private static final int CLIENTS = 10;

  private final DSLContext db;
  private final LimitsSettings limits;

  WrongSecrets(DataSource database, LimitsSettings limits) {
    this.db = DSL.using(database, SQLDialect.POSTGRES, new Settings().withExecuteLogging(false));
    this.limits = limits;
  }

  /** How long nothing more is taken from there for this client, if there were too many. */
  Optional<Duration> refusal(String address, String client) {
    return Optional.ofNullable(
            db.fetchSingle(
                    """
                    select ceil(extract(epoch from max(window_start) + interval '1 minute' - now()))::int
                    from csr.rate_limits
                    where window_start + interval '1 minute' > now()
                      and (bucket = {0} and used >= {1} or bucket = {2} and used >= {3})
                    """,
                    DSL.val(ofAddress(address)),
                    DSL.val(CLIENTS * limits.wrongSecrets()),
                    DSL.val(ofClient(address, client)),
                    DSL.val(limits.wrongSecrets()))
                .get(0, Integer.class))
        .map(Duration::ofSeconds);
  }

  void count(String address, String client) {
    db.execute(
        """
        insert into csr.rate_limits as r (bucket, window_start, used) values ({0}, now(), 1), ({1}, now(), 1)
        on conflict (bucket) do update set
          window_start = case when r.window_start + interval '1 minute' <= now() then now() else r.window_start end,
          used = case when r.window_start + interval '1 minute' <= now() then 1 else r.used + 1 end
        """,
        DSL.val(ofAddress(address)), DSL.val(ofClient(address, client)));
  }

  private static byte[] ofAddress(String address) {
    return Buckets.of("wrong-secret", address, "");
  }

  private static byte[] ofClient(String address, String client) {
    return Buckets.of("wrong-secret-of-client", address, client);
  }
}
