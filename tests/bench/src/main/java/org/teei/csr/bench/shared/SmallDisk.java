package org.teei.csr.bench.shared;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A disk that can be filled. Where the system lets whoever runs this mount one it is a file system
 * in memory, which is filled by making it as small as what lies on it. Elsewhere it is the disk
 * that the directory is on, and counts as full when less is free than {@link #reserve()}.
 */
public final class SmallDisk implements AutoCloseable {
  private static final int PIECE = 1 << 20;
  private static final int PAGE = 1 << 12;

  /** Of a large disk, more than anything else on the machine is likely to write meanwhile. */
  private static final long MARGIN = 1L << 30;

  /** What is written meanwhile makes a disk larger than it was seen to be. */
  private static final int TRIES = 20;

  private final Path directory;
  private final long size;
  private final List<String> privilege;
  private final boolean mounted;
  private final long reserve;

  private SmallDisk(Path directory, long size, List<String> privilege, boolean mounted)
      throws IOException {
    this.directory = directory;
    this.size = size;
    this.privilege = privilege;
    this.mounted = mounted;
    long free = Files.getFileStore(directory).getUsableSpace();
    this.reserve = mounted ? Math.min(size / 4, 64L << 20) : Math.max(0, free - MARGIN);
  }

  /** Lays a disk of some megabytes over an empty directory. */
  public static SmallDisk at(Path directory) throws IOException, InterruptedException {
    return at(directory, 64L << 20);
  }

  /**
   * Lays a disk over an empty directory.
   *
   * @param size bytes at most; only what is written takes memory
   */
  public static SmallDisk at(Path directory, long size) throws IOException, InterruptedException {
    for (List<String> privilege : List.of(List.<String>of(), List.of("sudo", "-n"))) {
      if (succeeds(
          privilege,
          List.of("mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", directory.toString()))) {
        return new SmallDisk(directory, size, privilege, true);
      }
    }
    return new SmallDisk(directory, size, List.of(), false);
  }

  private static boolean succeeds(List<String> privilege, List<String> command)
      throws InterruptedException {
    List<String> words = new ArrayList<>(privilege);
    words.addAll(command);
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

  /** Where it lies. */
  public Path directory() {
    return directory;
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
  public void fill() throws IOException, InterruptedException {
    if (mounted) {
      shrink();
      return;
    }
    byte[] piece = new byte[PIECE];
    try (OutputStream ballast = Files.newOutputStream(ballast())) {
      for (long written = 0; written < 2 * MARGIN; written += PIECE) {
        ballast.write(piece);
      }
    }
  }

  private void shrink() throws IOException, InterruptedException {
    for (int i = 0; i < TRIES; i++) {
      FileStore store = Files.getFileStore(directory);
      if (resize(store.getTotalSpace() - store.getUsableSpace() + PAGE)) {
        return;
      }
    }
    throw new IOException("The disk grows faster than it can be filled");
  }

  private boolean resize(long bytes) throws InterruptedException {
    return succeeds(
        privilege, List.of("mount", "-o", "remount,size=" + bytes, directory.toString()));
  }

  /** Undoes {@link #fill()}; nothing happens to a disk that is not full. */
  public void makeRoom() throws IOException, InterruptedException {
    if (!mounted) {
      Files.deleteIfExists(ballast());
    } else if (!resize(size)) {
      throw new IOException("The disk cannot be made larger");
    }
  }

  private Path ballast() {
    return directory.resolve("ballast");
  }

  @Override
  public void close() throws InterruptedException {
    if (mounted && !succeeds(privilege, List.of("umount", directory.toString()))) {
      throw new IllegalStateException("The disk is still in use");
    }
  }
}
