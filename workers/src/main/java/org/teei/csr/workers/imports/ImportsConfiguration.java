package org.teei.csr.workers.imports;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.teei.csr.activities.imports.ImportActivitiesImpl;
import org.teei.csr.activities.imports.ImportRuns;
import org.teei.csr.activities.imports.UndoActivitiesImpl;
import org.teei.csr.activities.imports.folders.Buckets;
import org.teei.csr.activities.imports.folders.DropFolders;
import org.teei.csr.activities.imports.folders.FolderActivitiesImpl;
import org.teei.csr.activities.imports.folders.FolderSchedules;
import org.teei.csr.activities.imports.groups.GroupActivitiesImpl;
import org.teei.csr.activities.imports.groups.GroupRuns;
import org.teei.csr.activities.imports.notices.NoticeActivitiesImpl;
import org.teei.csr.activities.imports.notices.NoticeMail;
import org.teei.csr.activities.imports.notices.NoticeRuns;
import org.teei.csr.activities.imports.notices.WebhookRequests;
import org.teei.csr.activities.shared.RunningJobs;
import org.teei.csr.activities.shared.ScheduledRows;
import org.teei.csr.schema.personaldata.PersonKeys;
import org.teei.csr.schema.personaldata.TenantKeys;
import org.teei.csr.schema.storage.Storage;
import org.teei.csr.schema.tenancy.SystemView;
import org.teei.csr.schema.tenancy.Tenancy;
import org.teei.csr.workers.shared.PlatformProperties;
import org.teei.csr.workflows.imports.ImportActivities;
import org.teei.csr.workflows.imports.UndoActivities;
import org.teei.csr.workflows.imports.folders.FolderActivities;
import org.teei.csr.workflows.imports.groups.GroupActivities;
import org.teei.csr.workflows.imports.notices.NoticeActivities;

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

  @Bean
  NoticeActivities noticeActivities(
      Tenancy tenancy,
      TenantKeys tenantKeys,
      PlatformProperties platform,
      NoticeProperties notices,
      MailProperties mail) {
    return new NoticeActivitiesImpl(
        tenancy,
        tenantKeys,
        new WebhookRequests(
            platform.development(), platform.development() || notices.privateAddresses()),
        mail.server().map(NoticeMail::through).orElse(null),
        notices.api());
  }

  @Bean
  RunningJobs noticeRuns(SystemView system, Tenancy tenancy, NoticeActivities notices) {
    return new NoticeRuns(system, tenancy, notices);
  }

  @Bean
  GroupActivities groupActivities(Tenancy tenancy, Storage storage, ImportsProperties properties) {
    return new GroupActivitiesImpl(tenancy, storage, properties.limits());
  }

  @Bean
  RunningJobs groupRuns(SystemView system, Tenancy tenancy, GroupActivities groups) {
    return new GroupRuns(system, tenancy, groups);
  }

  @Bean
  FolderActivities folderActivities(
      Tenancy tenancy,
      TenantKeys tenantKeys,
      Storage storage,
      PlatformProperties platform,
      ImportsProperties properties) {
    return new FolderActivitiesImpl(
        tenancy,
        tenantKeys,
        storage,
        properties.limits(),
        new DropFolders(
            properties.dropFolders(),
            new Buckets(
                platform.development(), platform.development() || properties.privateAddresses()),
            tenantKeys));
  }

  @Bean
  ScheduledRows folderSchedules(SystemView system, Tenancy tenancy) {
    return new FolderSchedules(system, tenancy);
  }
}
