package org.teei.csr.api.storage;

import java.io.IOException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.teei.csr.schema.personaldata.TenantKeys;
import org.teei.csr.schema.storage.FileStorage;
import org.teei.csr.schema.storage.Storage;

@Configuration(proxyBeanMethods = false)
class StorageConfiguration {

  @Bean
  Storage storage(StorageSettings settings, TenantKeys keys) throws IOException {
    return new FileStorage(settings.directory(), keys, settings::reserve);
  }
}
