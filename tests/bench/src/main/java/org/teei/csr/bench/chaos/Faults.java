package org.teei.csr.bench.chaos;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import org.teei.csr.bench.shared.LocalStack;
import org.teei.csr.bench.shared.SideProcess;
import org.teei.csr.bench.shared.SmallDisk;

/** What can befall a stack. The launcher starts again whatever of it ends. */
public final class Faults {
  private static final Duration SOON = Duration.ofSeconds(3);

  private Faults() {}

  /**
   * All of them.
   *
   * @param disk what the storage of the stack lies on
   */
  public static List<Fault> all(SmallDisk disk) {
    return List.of(
        new Ended("kill worker", "KILL", List.of("worker")),
        new Ended("kill api", "KILL", List.of("api")),
        new Ended("kill worker and api", "KILL", List.of("worker", "api")),
        new Ended("drain worker", "TERM", List.of("worker")),
        new Ended("drain api", "TERM", List.of("api")),
        new Outage("postgres"),
        new Outage("nats"),
        new Outage("temporal"),
        new Frozen("postgres"),
        new Frozen("nats"),
        new Frozen("temporal"),
        new TwoWorkers(),
        new OtherClock("clock ahead", "PT10M"),
        new OtherClock("clock behind", "PT-10M"),
        new FullDisk(disk));
  }

  /** Those of some names, for who is after one of them. */
  public static List<Fault> some(SmallDisk disk, Predicate<String> wanted) {
    return all(disk).stream().filter(fault -> wanted.test(fault.name())).toList();
  }

  /** Mostly short: few outages are long. */
  private static Duration mostlyShort(Random random, Duration longest) {
    double share = Math.pow(random.nextDouble(), 3);
    long millis = 1_000 + (long) (share * longest.toMillis());
    return Duration.ofMillis(Math.min(millis, longest.toMillis()));
  }

  /** Processes that end: at once, or in order by what they are asked. */
  private record Ended(String name, String signal, List<String> roles) implements Fault {
    @Override
    public Aimed aim(LocalStack stack) throws Exception {
      List<Long> pids = new ArrayList<>();
      for (String role : roles) {
        pids.addAll(living(stack, role));
      }
      return () -> {
        Processes.signal(signal, pids);
        return () -> Processes.awaitEnd(pids);
      };
    }
  }

  /** A server that is gone for a while: its launcher sleeps meanwhile, and starts it then. */
  private record Outage(String role) implements Fault {
    @Override
    public String name() {
      return "stop " + role;
    }

    @Override
    public Duration lasts(Random random, Duration longest) {
      return mostlyShort(random, longest);
    }

    @Override
    public Aimed aim(LocalStack stack) throws Exception {
      List<Long> launcher = living(stack, "launcher");
      List<Long> server = living(stack, role);
      return () -> {
        Processes.signal("STOP", launcher);
        Processes.signal("KILL", server);
        return () -> Processes.signal("CONT", launcher);
      };
    }
  }

  /** A server that takes connections and says nothing. */
  private record Frozen(String role) implements Fault {
    @Override
    public String name() {
      return "freeze " + role;
    }

    @Override
    public Duration lasts(Random random, Duration longest) {
      return mostlyShort(random, longest);
    }

    @Override
    public Aimed aim(LocalStack stack) throws Exception {
      List<Long> server = living(stack, role);
      return () -> {
        List<Long> pids = server.stream().flatMap(pid -> Processes.tree(pid).stream()).toList();
        Processes.signal("STOP", pids);
        return () -> Processes.signal("CONT", pids);
      };
    }
  }

  /** A worker that is there already, and those that are killed when it comes to strike. */
  private record Beside(SideProcess other, List<Long> killed) implements Fault.Aimed {
    @Override
    public Fault.Mend strike() throws Exception {
      Processes.signal("KILL", killed);
      return other::end;
    }

    @Override
    public void close() throws Exception {
      other.close();
    }
  }

  /** Two do the work of one for a while, and one of them leaves. */
  private record TwoWorkers() implements Fault {
    @Override
    public String name() {
      return "two workers";
    }

    @Override
    public Duration lasts(Random random, Duration longest) {
      return mostlyShort(random, longest);
    }

    @Override
    public Aimed aim(LocalStack stack) throws Exception {
      return new Beside(SideProcess.worker(stack, Map.of()), List.of());
    }
  }

  /** A worker with another clock takes over from the one of the stack, which is killed. */
  private record OtherClock(String name, String offset) implements Fault {
    @Override
    public Duration lasts(Random random, Duration longest) {
      return mostlyShort(random, longest);
    }

    @Override
    public Aimed aim(LocalStack stack) throws Exception {
      List<Long> sound = living(stack, "worker");
      return new Beside(SideProcess.worker(stack, Map.of("CSR_CLOCK_OFFSET", offset)), sound);
    }
  }

  /** Nothing more can be written to storage, and to the tables that lie on the same disk. */
  private record FullDisk(SmallDisk disk) implements Fault {
    @Override
    public String name() {
      return "disk full";
    }

    @Override
    public Duration lasts(Random random, Duration longest) {
      return mostlyShort(random, longest).plus(SOON);
    }

    @Override
    public Aimed aim(LocalStack stack) throws Exception {
      return () -> {
        disk.fill();
        return disk::makeRoom;
      };
    }
  }

  private static List<Long> living(LocalStack stack, String role) {
    long pid = stack.pid(role);
    if (pid == 0) {
      throw new IllegalStateException("No living process of role " + role);
    }
    return List.of(pid);
  }

  /** Lays tables and their indexes on the disk that is filled. */
  static void keepOn(SmallDisk disk, LocalStack stack, List<String> tables)
      throws SQLException, java.io.IOException {
    var place = java.nio.file.Files.createDirectory(disk.directory().resolve("tablespace"));
    try (Connection connection = stack.superuser();
        var statement = connection.createStatement()) {
      statement.execute("create tablespace small location '" + place + "'");
      for (String table : tables) {
        statement.execute("alter table csr." + table + " set tablespace small");
        for (String index : indexes(connection, table)) {
          statement.execute("alter index csr." + index + " set tablespace small");
        }
      }
    }
  }

  private static List<String> indexes(Connection connection, String table) throws SQLException {
    try (var query =
        connection.prepareStatement(
            "select indexname from pg_indexes where schemaname = 'csr' and tablename = ?")) {
      query.setString(1, table);
      List<String> names = new ArrayList<>();
      try (var rows = query.executeQuery()) {
        while (rows.next()) {
          names.add(rows.getString(1));
        }
      }
      return names;
    }
  }
}
