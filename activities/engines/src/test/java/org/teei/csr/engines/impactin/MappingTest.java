package org.teei.csr.engines.impactin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class MappingTest {
  @Test
  void refusesNamesThatThePlatformDoesNotKnow() {
    assertThatThrownBy(() -> Mapping.of(Platform.BENEVITY, Map.of("apiKey", "not-a-key")))
        .hasMessage("apiKey means nothing to benevity");
  }

  @Test
  void refusesToBeWithoutWhatThePlatformNeeds() {
    assertThatThrownBy(() -> Mapping.of(Platform.GOODERA, Map.of()))
        .hasMessage("projectId is missing");
    assertThatThrownBy(() -> Mapping.of(Platform.WORKDAY, Map.of()))
        .hasMessage("workdayTenant is missing");
  }

  @Test
  void refusesValuesThatAreNone() {
    assertThatThrownBy(() -> workday("  ")).hasMessage("programId has from 1 to 200 characters");
    assertThatThrownBy(() -> workday("a\r\nb"))
        .hasMessage("programId has from 1 to 200 characters");
    assertThatThrownBy(() -> workday("a".repeat(201)))
        .hasMessage("programId has from 1 to 200 characters");
    assertThatThrownBy(() -> Mapping.of(Platform.FILE, Map.of("form", "xml")))
        .hasMessage("form is csv or json");
  }

  private static Mapping workday(String program) {
    return Mapping.of(Platform.WORKDAY, Map.of("programId", program, "workdayTenant", "acme"));
  }

  @Test
  void keepsWhatItIsGiven() {
    assertThat(Mapping.of(Platform.BENEVITY, Map.of("programId", "p")).values())
        .isEqualTo(Map.of("programId", "p"));
  }
}
