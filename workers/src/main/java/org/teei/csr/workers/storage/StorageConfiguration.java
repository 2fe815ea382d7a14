package org.teei.csr.workers.storage;

import java.io.IOException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.teei.csr.schema.personaldata.TenantKeys;
import org.teei.csr.schema.storage.FileStorage;
import org.teei.csr.schema.storage.Storage;

@Configuration(proxyBeanMethods = false)
class StorageConfiguration {

  @Bean
  Storage storage(StorageProperties properties, TenantKeys keys) throws IOException {
    return new FileStorage(properties.folder(), keys);
  }
}
