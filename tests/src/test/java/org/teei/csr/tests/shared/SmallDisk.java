package org.teei.csr.tests.shared;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A disk that can be filled. Where the system lets whoever runs the tests mount one it is a file
 * system in memory, of a few megabytes. Elsewhere it is the disk that the tests are on, and counts
 * as full when less is free than {@link #reserve()}.
 */
public final class SmallDisk implements AutoCloseable {
  private static final int PIECE = 1 << 20;
  private static final long SIZE = 64L << 20;

  /** Of a large disk, more than anything else on the machine is likely to write meanwhile. */
  private static final long MARGIN = 1L << 30;

  private final Path directory;
  private final List<String> privilege;
  private final boolean mounted;
  private final long reserve;

  private SmallDisk(Path directory, List<String> privilege, boolean mounted) throws IOException {
    this.directory = directory;
    this.privilege = privilege;
    this.mounted = mounted;
    long free = Files.getFileStore(directory).getUsableSpace();
    this.reserve = mounted ? SIZE / 4 : Math.max(0, free - MARGIN);
  }

  /** Lays a disk over an empty directory. */
  public static SmallDisk at(Path directory) throws IOException, InterruptedException {
    List<String> mount = List.of("mount", "-t", "tmpfs", "-o", "size=" + SIZE, "tmpfs");
    for (List<String> privilege : List.of(List.<String>of(), List.of("sudo", "-n"))) {
      if (succeeds(privilege, mount, directory)) {
        return new SmallDisk(directory, privilege, true);
      }
    }
    return new SmallDisk(directory, List.of(), false);
  }

  private static boolean succeeds(List<String> privilege, List<String> command, Path directory)
      throws InterruptedException {
    List<String> words = new ArrayList<>(privilege);
    words.addAll(command);
    words.add(directory.toString());
    try {
      return new ProcessBuilder(words)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException missing) {
      return false;
    }
  }

  /** Whether whatever writes to it is told by the system that it is full. */
  public boolean mounted() {
    return mounted;
  }

  /** Bytes that have to be left free by those who are to take it for full when it is filled. */
  public long reserve() {
    return reserve;
  }

  /** Until nothing more can be written, or less than the reserve is free. */
  public void fill() throws IOException {
    byte[] piece = new byte[PIECE];
    try (OutputStream ballast = Files.newOutputStream(ballast())) {
      for (long written = 0; mounted || written < 2 * MARGIN; written += PIECE) {
        ballast.write(piece);
      }
    } catch (IOException full) {
      if (!mounted) {
        throw full;
      }
    }
  }

  public void makeRoom() throws IOException {
    Files.delete(ballast());
  }

  private Path ballast() {
    return directory.resolve("ballast");
  }

  @Override
  public void close() throws InterruptedException {
    if (mounted && !succeeds(privilege, List.of("umount"), directory)) {
      throw new IllegalStateException("The disk is still in use");
    }
  }
}
