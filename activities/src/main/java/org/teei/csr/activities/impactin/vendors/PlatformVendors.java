package org.teei.csr.activities.impactin.vendors;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.boot.http.client.InetAddressFilter;
import org.teei.csr.activities.impactin.vendors.Connection.SignIn;
import org.teei.csr.engines.impactin.Mapping;
import org.teei.csr.engines.impactin.Platform;
import org.teei.csr.schema.impactin.VendorCredentials;
import org.teei.csr.schema.personaldata.TenantKeys;
import org.teei.csr.schema.storage.Storage;
import org.teei.csr.schema.tenancy.Tenancy;
import org.teei.csr.workflows.shared.FailureClass;
import org.teei.csr.workflows.shared.TenantId;

/** Platforms as companies set them up, over HTTP and into object storage. */
public final class PlatformVendors implements Vendors {
  private static final BulkheadConfig SPACE =
      BulkheadConfig.custom().maxConcurrentCalls(100).maxWaitDuration(Duration.ZERO).build();

  private final Set<Platform> enabled;
  private final Connections connections;
  private final PlatformClients clients;
  private final FileChannel files;
  private final Circuits circuits;
  private final Map<Circuits.Key, Bulkhead> bulkheads = new ConcurrentHashMap<>();

  /**
   * What an installation says about platforms.
   *
   * @param environment {@code development} or {@code production}
   * @param enabled that anything is sent to
   * @param addresses machines that anything is sent to
   * @param plainHttp whether anything is sent without encryption
   */
  public record Settings(
      String environment, Set<Platform> enabled, InetAddressFilter addresses, boolean plainHttp) {}

  /**
   * @param tenancy connects as {@code csr_worker}
   */
  public PlatformVendors(Tenancy tenancy, TenantKeys keys, Storage storage, Settings settings) {
    this(
        tenancy,
        keys,
        storage,
        settings,
        new VendorRequests(settings.addresses(), settings.plainHttp()),
        new Circuits(tenancy),
        InstantSource.system());
  }

  PlatformVendors(
      Tenancy tenancy,
      TenantKeys keys,
      Storage storage,
      Settings settings,
      VendorRequests requests,
      Circuits circuits,
      InstantSource clock) {
    this.enabled = settings.enabled();
    this.connections =
        new Connections(tenancy, new VendorCredentials(keys), settings.environment());
    this.clients = new PlatformClients(requests, clock);
    this.files = new FileChannel(storage);
    this.circuits = circuits;
  }

  @Override
  public Optional<Mapping> mapping(TenantId tenant, Platform platform) {
    return connections.mapping(tenant, platform);
  }

  @Override
  public VendorAnswer send(Outgoing outgoing) {
    if (!enabled.contains(outgoing.platform())
        || !connections.wanted(outgoing.tenant(), outgoing.platform())) {
      return refused("platform-disabled");
    }
    return switch (outgoing.platform()) {
      case FILE ->
          mapping(outgoing.tenant(), Platform.FILE)
              .map(_ -> files.write(outgoing))
              .orElseGet(() -> refused("not-connected"));
      case BENEVITY, GOODERA, WORKDAY ->
          connected(outgoing, (connection, signIn) -> clients.send(connection, signIn, outgoing));
    };
  }

  @Override
  public VendorAnswer ask(Outgoing outgoing) {
    return switch (outgoing.platform()) {
      case FILE -> files.look(outgoing);
      case WORKDAY -> VendorAnswer.of(Judgement.good(Verdict.CANNOT_ASK, null), Exchange.NONE);
      case BENEVITY, GOODERA ->
          connected(outgoing, (connection, signIn) -> clients.ask(connection, signIn, outgoing));
    };
  }

  /** A request by one of the credentials. */
  @FunctionalInterface
  private interface Call {
    VendorAnswer by(Connection connection, SignIn signIn);
  }

  private VendorAnswer connected(Outgoing outgoing, Call call) {
    return connections
        .open(outgoing.tenant(), outgoing.platform())
        .map(connection -> guarded(connection, call))
        .orElseGet(() -> refused("not-connected"));
  }

  private VendorAnswer guarded(Connection connection, Call call) {
    Circuits.Key key = new Circuits.Key(connection.platform(), connection.host());
    Bulkhead bulkhead = bulkheads.computeIfAbsent(key, _ -> Bulkhead.of(key.host(), SPACE));
    if (!bulkhead.tryAcquirePermission()) {
      return VendorAnswer.of(
          Judgement.bad(Verdict.TRY_LATER, FailureClass.TRANSIENT, "too-many-at-once"),
          Exchange.NONE);
    }
    try {
      return circuits.guarded(connection.tenant(), key, () -> byEachInTurn(connection, call));
    } finally {
      bulkhead.onComplete();
    }
  }

  /** The next credentials take over once those before are refused: so there is no gap. */
  private VendorAnswer byEachInTurn(Connection connection, Call call) {
    VendorAnswer answer =
        VendorAnswer.of(
            Judgement.bad(Verdict.REFUSED, FailureClass.AUTH, "no-credentials"), Exchange.NONE);
    for (SignIn signIn : connection.signIns()) {
      answer = call.by(connection, signIn);
      if (!answer.refusedCredentials()) {
        boolean succeeded = answer.failureClass() == null;
        if (succeeded && signIn != connection.signIns().getFirst()) {
          connections.promote(connection, signIn);
        }
        return answer;
      }
    }
    return answer;
  }

  private static VendorAnswer refused(String reason) {
    return VendorAnswer.of(
        Judgement.bad(Verdict.REFUSED, FailureClass.PERMANENT, reason), Exchange.NONE);
  }
}
