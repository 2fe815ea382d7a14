package org.teei.csr.workers.shared;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.teei.csr.schema.operations.Leases;
import org.teei.csr.schema.tenancy.SystemView;

@Configuration(proxyBeanMethods = false)
class LoopConfiguration {

  @Bean
  Leases leases(SystemView system) {
    return new Leases(system);
  }

  @Bean
  WorkerProcess workerProcess() {
    return WorkerProcess.fresh();
  }
}
