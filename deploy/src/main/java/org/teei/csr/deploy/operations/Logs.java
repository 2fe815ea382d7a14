package org.teei.csr.deploy.operations;

import java.io.IOException;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.List;
import java.util.stream.Collectors;

/** The logs of a stack's processes. */
final class Logs {
  private static final int TAIL_BYTES = 64 * 1024;
  private static final int LAST_ENTRIES = 15;

  private Logs() {}

  /** The last lines of a log, none if there is no such file. */
  static List<String> tail(Path log, int lines) throws IOException {
    if (!Files.exists(log)) {
      return List.of();
    }
    long size = Files.size(log);
    List<String> found = read(log, Math.max(0, size - TAIL_BYTES), size).lines().toList();
    return found.subList(Math.max(0, found.size() - lines), found.size());
  }

  /** The last entries of a log, one short line each. */
  static String readableEnd(Path log) throws IOException {
    return tail(log, LAST_ENTRIES).stream()
        .map(line -> "  " + LogEntry.shown(line, ZoneId.systemDefault()))
        .collect(Collectors.joining("\n"));
  }

  /** Prints the end of each log, and with {@code follow} what is added, for ever. */
  static void show(DataFolder data, List<Role> roles, boolean follow, PrintStream out)
      throws IOException, InterruptedException {
    var positions = new EnumMap<Role, Long>(Role.class);
    for (Role role : roles) {
      Path log = data.log(role);
      positions.put(role, Files.exists(log) ? Files.size(log) : 0L);
      for (String line : tail(log, follow ? 10 : 100)) {
        print(role, line, roles, out);
      }
    }
    while (follow) {
      Thread.sleep(300);
      for (Role role : roles) {
        Path log = data.log(role);
        long size = Files.exists(log) ? Files.size(log) : 0;
        long shown = Math.min(positions.getOrDefault(role, 0L), size);
        read(log, shown, size).lines().forEach(line -> print(role, line, roles, out));
        positions.put(role, size);
      }
    }
  }

  private static void print(Role role, String line, List<Role> roles, PrintStream out) {
    out.println(roles.size() == 1 ? line : "%-9s %s".formatted(role, line));
  }

  /** What stands between two positions of a log. */
  static String read(Path log, long from, long to) throws IOException {
    if (from >= to) {
      return "";
    }
    try (var file = new RandomAccessFile(log.toFile(), "r")) {
      file.seek(from);
      byte[] bytes = new byte[(int) Math.min(to - from, Integer.MAX_VALUE - 8)];
      file.readFully(bytes);
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }
}
