package org.teei.csr.tests.architecture;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** The modules with production code, and which of them each may use. */
public enum Module {
  /** The core: knows nothing of ours, so that workflow code has no way to do IO. */
  WORKFLOWS("workflows"),
  /** A leaf: tables and the mechanisms that all writers share. */
  SCHEMA("schema"),
  /** A leaf: pure decisions. */
  ENGINES("activities/engines"),
  /** The driven side. */
  ACTIVITIES("activities"),
  /** The driving side. */
  API("api"),
  /** Wiring. */
  WORKERS("workers"),
  /** Starts the others as programs. */
  DEPLOY("deploy"),
  /** Measures from outside, as a program of its own. */
  BENCH("tests/bench"),
  /** Stands in for systems of others, as a program of its own. */
  SIMULATORS("tests/simulators");

  private final String path;

  Module(String path) {
    this.path = path;
  }

  public Path folder() {
    return Checkout.root().resolve(path);
  }

  public String packageName() {
    return "org.teei.csr." + this;
  }

  /** The modules of ours that code of this one may use. */
  Set<Module> mayUse() {
    return switch (this) {
      case WORKFLOWS, SCHEMA, ENGINES, DEPLOY, SIMULATORS -> EnumSet.noneOf(Module.class);
      case ACTIVITIES, API -> EnumSet.of(WORKFLOWS, SCHEMA, ENGINES);
      case WORKERS -> EnumSet.of(ACTIVITIES, WORKFLOWS, SCHEMA);
      case BENCH -> EnumSet.of(DEPLOY, API, SCHEMA, ENGINES);
    };
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
