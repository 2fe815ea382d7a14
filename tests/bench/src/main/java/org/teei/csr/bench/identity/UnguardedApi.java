package org.teei.csr.bench.identity;

import java.util.EnumSet;
import java.util.Set;
import javax.sql.DataSource;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.security.config.annotation.web.configuration.WebSecurityCustomizer;
import org.teei.csr.api.identity.CurrentPrincipal;
import org.teei.csr.api.identity.Permission;
import org.teei.csr.api.identity.Principal;
import org.teei.csr.api.shared.ApiApplication;

/**
 * The handlers of the API without what guards them, for comparison: nobody signs in, nothing is
 * permitted or counted, no row is hidden and no entry is written. Everybody is the administrator of
 * the company in {@link #TENANT}. Runs on the class path of the API, which has no such switch.
 */
@Configuration(proxyBeanMethods = false)
public class UnguardedApi {
  /** The environment variable that names the company. */
  static final String TENANT = "CSR_BENCH_TENANT";

  /** What permits and what counts. */
  private static final Set<String> GUARDS = Set.of("routeGuard", "rateLimitFilter");

  public static void main(String[] arguments) {
    new SpringApplication(ApiApplication.class, UnguardedApi.class).run(arguments);
  }

  @Bean
  static BeanDefinitionRegistryPostProcessor withoutGuards() {
    return (BeanDefinitionRegistry registry) -> GUARDS.forEach(registry::removeBeanDefinition);
  }

  @Bean
  static BeanPostProcessor withoutTenancyAndAudit() {
    return new BeanPostProcessor() {
      @Override
      public Object postProcessAfterInitialization(Object bean, String name) {
        return bean instanceof DataSource database ? SilentStatements.on(database) : bean;
      }
    };
  }

  @Bean
  WebSecurityCustomizer withoutSecurity() {
    return security -> security.ignoring().requestMatchers(request -> true);
  }

  @Bean
  @Primary
  CurrentPrincipal everybody() {
    var administrator =
        new Principal(
            System.getenv(TENANT), "bench", "company_admin", EnumSet.allOf(Permission.class));
    return () -> administrator;
  }
}
