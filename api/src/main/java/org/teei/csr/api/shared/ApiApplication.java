package org.teei.csr.api.shared;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Lets requests in; configured by environment variables only. */
@SpringBootApplication(scanBasePackages = "org.teei.csr.api")
@ConfigurationPropertiesScan("org.teei.csr.api")
public class ApiApplication {

  public static void main(String[] args) {
    SpringApplication.run(ApiApplication.class, args);
  }
}
