package org.teei.csr.api.problems;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.FilterChain;
import java.sql.SQLException;
import org.jooq.exception.DataAccessException;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.teei.csr.api.shared.Api;

class ProblemFilterTest {
  private final ProblemFilter filter = Api.shared().bean(ProblemFilter.class);
  private final MockHttpServletRequest request = new MockHttpServletRequest("GET", "/v1/imports");
  private final MockHttpServletResponse response = new MockHttpServletResponse();

  @Test
  void aDatabaseThatIsAwayBeforeTheRouteIsReachedIsUnavailable() throws Exception {
    filter.doFilter(request, response, failing("08006"));

    assertThat(response.getStatus()).isEqualTo(503);
    assertThat(response.getContentType()).isEqualTo("application/problem+json");
    assertThat(response.getHeader("Retry-After")).isEqualTo("5");
  }

  @Test
  void aStatementThatTheDatabaseRefusesIsAFault() {
    assertThatThrownBy(() -> filter.doFilter(request, response, failing("42501")))
        .isInstanceOf(DataAccessException.class);
  }

  private static FilterChain failing(String state) {
    return (request, response) -> {
      throw new DataAccessException("failed", new SQLException("failed", state));
    };
  }
}
