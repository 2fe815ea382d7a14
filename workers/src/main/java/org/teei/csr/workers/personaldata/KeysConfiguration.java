package org.teei.csr.workers.personaldata;

import io.micrometer.core.instrument.MeterRegistry;
import io.temporal.common.converter.DataConverter;
import java.io.IOException;
import java.nio.file.Files;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.teei.csr.schema.personaldata.FileKms;
import org.teei.csr.schema.personaldata.KeyRotations;
import org.teei.csr.schema.personaldata.KeyWatch;
import org.teei.csr.schema.personaldata.Kms;
import org.teei.csr.schema.personaldata.Payloads;
import org.teei.csr.schema.personaldata.PersonKeys;
import org.teei.csr.schema.personaldata.TenantKeys;
import org.teei.csr.schema.personaldata.TenantPayloadCodec;
import org.teei.csr.schema.tenancy.Tenancy;
import org.teei.csr.workers.shared.MissingSettingException;
import org.teei.csr.workers.shared.PlatformProperties;

@Configuration(proxyBeanMethods = false)
class KeysConfiguration {

  /** Outside development a new master key would make all that is stored unreadable. */
  @Bean
  Kms kms(KmsProperties properties, PlatformProperties platform) throws IOException {
    if (platform.development()) {
      return FileKms.createIfMissing(properties.file());
    }
    if (!Files.isReadable(properties.file())) {
      throw new MissingSettingException(
          "CSR_KMS_KEY_FILE names a file that is not there or cannot be read: put the master key there.");
    }
    return new FileKms(properties.file());
  }

  @Bean
  TenantKeys tenantKeys(Tenancy tenancy, Kms kms, MeterRegistry meters) {
    return new TenantKeys(tenancy, kms, meters);
  }

  @Bean
  KeyWatch keyWatch(Tenancy tenancy, TenantKeys tenantKeys) {
    return KeyWatch.start(tenancy, tenantKeys);
  }

  @Bean
  KeyRotations keyRotations(Tenancy tenancy, TenantKeys tenantKeys, Kms kms) {
    return new KeyRotations(tenancy, tenantKeys, kms);
  }

  @Bean
  PersonKeys personKeys(TenantKeys tenantKeys) {
    return new PersonKeys(tenantKeys);
  }

  @Bean
  DataConverter dataConverter(TenantKeys tenantKeys, Kms kms) {
    return Payloads.converter(new TenantPayloadCodec(tenantKeys, kms));
  }
}
