package org.teei.csr.workers.audit;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.teei.csr.activities.audit.SealerLoop;
import org.teei.csr.activities.shared.LeasedLoop;
import org.teei.csr.schema.audit.AuditSealer;
import org.teei.csr.schema.audit.SealSigner;
import org.teei.csr.schema.operations.Leases;
import org.teei.csr.schema.personaldata.TenantKeys;
import org.teei.csr.schema.storage.Storage;
import org.teei.csr.schema.tenancy.SystemView;
import org.teei.csr.schema.tenancy.Tenancy;
import org.teei.csr.workers.shared.WorkerProcess;

@Configuration(proxyBeanMethods = false)
class AuditConfiguration {

  @Bean
  LeasedLoop auditSealer(
      WorkerProcess process,
      Leases leases,
      MeterRegistry meters,
      SystemView system,
      Tenancy tenancy,
      TenantKeys keys,
      Storage storage) {
    var sealer = new AuditSealer(tenancy, new SealSigner(keys), storage);
    return new LeasedLoop(
        "audit-sealer",
        process.name(),
        Duration.ofSeconds(1),
        leases,
        meters,
        new SealerLoop(system, sealer));
  }
}
