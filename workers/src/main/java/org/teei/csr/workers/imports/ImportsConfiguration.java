package org.teei.csr.workers.imports;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.teei.csr.activities.imports.ImportActivitiesImpl;
import org.teei.csr.activities.imports.ImportRuns;
import org.teei.csr.activities.imports.UndoActivitiesImpl;
import org.teei.csr.activities.shared.RunningJobs;
import org.teei.csr.schema.personaldata.PersonKeys;
import org.teei.csr.schema.personaldata.TenantKeys;
import org.teei.csr.schema.storage.Storage;
import org.teei.csr.schema.tenancy.SystemView;
import org.teei.csr.schema.tenancy.Tenancy;
import org.teei.csr.workflows.imports.ImportActivities;
import org.teei.csr.workflows.imports.UndoActivities;

@Configuration(proxyBeanMethods = false)
class ImportsConfiguration {

  @Bean
  ImportActivities importActivities(
      Tenancy tenancy, TenantKeys tenantKeys, PersonKeys personKeys, Storage storage) {
    return new ImportActivitiesImpl(tenancy, tenantKeys, personKeys, storage);
  }

  @Bean
  UndoActivities undoActivities(Tenancy tenancy, PersonKeys personKeys) {
    return new UndoActivitiesImpl(tenancy, personKeys);
  }

  @Bean
  RunningJobs importRuns(
      SystemView system, Tenancy tenancy, ImportActivities imports, UndoActivities undos) {
    return new ImportRuns(system, tenancy, imports, undos);
  }
}
