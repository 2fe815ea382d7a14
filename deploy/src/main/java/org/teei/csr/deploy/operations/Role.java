package org.teei.csr.deploy.operations;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import org.teei.csr.deploy.shared.CsrFailure;

/** A process of the stack. */
enum Role {
  POSTGRES("postgres", "INT", Duration.ofSeconds(20)),
  NATS("nats-server", "TERM", Duration.ofSeconds(10)),
  TEMPORAL("temporal", "TERM", Duration.ofSeconds(15)),
  API("java", "TERM", Duration.ofSeconds(40)),
  WORKER("java", "TERM", Duration.ofSeconds(40)),
  SIMULATORS("java", "TERM", Duration.ofSeconds(10)),
  LAUNCHER("java", "TERM", Duration.ofSeconds(90));

  /** File name of the executable, by which a process is recognised. */
  final String program;

  /**
   * The signal that asks for an orderly end; INT is the fast shutdown of PostgreSQL, TERM would
   * wait for clients.
   */
  final String stopSignal;

  /** Time to end in order before the process is killed. */
  final Duration grace;

  Role(String program, String stopSignal, Duration grace) {
    this.program = program;
    this.stopSignal = stopSignal;
    this.grace = grace;
  }

  @JsonValue
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  @JsonCreator
  static Role named(String name) {
    return Arrays.stream(values())
        .filter(role -> role.toString().equals(name))
        .findFirst()
        .orElseThrow(() -> new CsrFailure("There is no role named " + name + "."));
  }
}
