package org.teei.csr.workers.observability;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.ClassPathResource;

/** The settings of the worker process, in an application that is nothing else. */
@ExtendWith(OutputCaptureExtension.class)
class LogsTest {
  private final String canary = "canary" + UUID.randomUUID().toString().replace("-", "");

  @Test
  void theTypesOfExceptionsAreLoggedAndTheirMessagesNot(CapturedOutput output) {
    var application = new SpringApplication(Nothing.class);
    application.setWebApplicationType(WebApplicationType.NONE);
    application.setBannerMode(Banner.Mode.OFF);
    application.setRegisterShutdownHook(false);
    try (var ignored = application.run()) {
      LoggerFactory.getLogger(LogsTest.class)
          .error("It failed", new IllegalStateException(canary, new IOException(canary)));
    }
    assertThat(output.getAll())
        .contains("It failed", "IllegalStateException", "java.io.IOException")
        .doesNotContain(canary);
  }

  @Test
  void theProcessListensToThisMachineUnlessToldOtherwise() throws IOException {
    var environment = new StandardEnvironment();
    environment.getPropertySources().remove("systemEnvironment");
    new YamlPropertySourceLoader()
        .load("application", new ClassPathResource("application.yml"))
        .forEach(environment.getPropertySources()::addLast);
    assertThat(environment.getRequiredProperty("server.address")).isEqualTo("127.0.0.1");
  }

  @Configuration(proxyBeanMethods = false)
  static class Nothing {}
}
