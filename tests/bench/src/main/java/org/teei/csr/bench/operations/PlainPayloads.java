package org.teei.csr.bench.operations;

import io.temporal.common.converter.DataConverter;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.teei.csr.schema.personaldata.Payloads;

/** Lets an application write payloads of workflows without a codec. */
@Configuration(proxyBeanMethods = false)
public class PlainPayloads {

  @Bean
  static BeanPostProcessor withoutCodec() {
    return new BeanPostProcessor() {
      @Override
      public Object postProcessAfterInitialization(Object bean, String name) {
        return bean instanceof DataConverter ? Payloads.plainConverter() : bean;
      }
    };
  }
}
