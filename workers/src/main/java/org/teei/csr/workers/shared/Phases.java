package org.teei.csr.workers.shared;

/** The order in which parts start; they stop in the reverse order, pools and connections last. */
public final class Phases {
  public static final int MIGRATIONS = 100;
  public static final int LOOPS = 200;
  public static final int TEMPORAL_WORKERS = 300;

  private Phases() {}
}
