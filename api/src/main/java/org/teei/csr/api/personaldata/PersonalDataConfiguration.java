package org.teei.csr.api.personaldata;

import io.micrometer.core.instrument.MeterRegistry;
import io.temporal.common.converter.DataConverter;
import java.io.IOException;
import java.nio.file.Files;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.teei.csr.api.shared.PlatformSettings;
import org.teei.csr.api.shared.StartRefused;
import org.teei.csr.schema.personaldata.FileKms;
import org.teei.csr.schema.personaldata.KeyWatch;
import org.teei.csr.schema.personaldata.Kms;
import org.teei.csr.schema.personaldata.Payloads;
import org.teei.csr.schema.personaldata.PersonKeys;
import org.teei.csr.schema.personaldata.TenantKeys;
import org.teei.csr.schema.personaldata.TenantPayloadCodec;
import org.teei.csr.schema.tenancy.Tenancy;

@Configuration(proxyBeanMethods = false)
class PersonalDataConfiguration {

  @Bean
  Kms kms(PlatformSettings platform, KmsSettings settings) throws IOException {
    if (platform.development()) {
      return FileKms.createIfMissing(settings.keyFile());
    }
    if (!Files.isReadable(settings.keyFile())) {
      throw new StartRefused(
          "CSR_KMS_KEY_FILE names a file that cannot be read, and in production none is made.");
    }
    return new FileKms(settings.keyFile());
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
  PersonKeys personKeys(TenantKeys tenantKeys) {
    return new PersonKeys(tenantKeys);
  }

  @Bean
  TenantPayloadCodec payloadCodec(TenantKeys tenantKeys, Kms kms) {
    return new TenantPayloadCodec(tenantKeys, kms);
  }

  @Bean
  DataConverter dataConverter(TenantPayloadCodec codec) {
    return Payloads.converter(codec);
  }
}
