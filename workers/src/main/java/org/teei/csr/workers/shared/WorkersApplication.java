package org.teei.csr.workers.shared;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Runs the workflows, their steps and the endless loops. Its HTTP port shows health and meters. */
@SpringBootApplication(scanBasePackages = "org.teei.csr.workers")
@ConfigurationPropertiesScan("org.teei.csr.workers")
public class WorkersApplication {

  public static void main(String[] arguments) {
    SpringApplication.run(WorkersApplication.class, arguments);
  }
}
