package org.teei.csr.deploy.operations;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.teei.csr.deploy.shared.CsrFailure;

/** The ports of one stack, all on the loopback address. */
record Ports(
    int api, int worker, int postgres, int nats, int temporal, int temporalUi, int simulators) {
  static final Ports DEFAULTS = new Ports(8080, 8081, 5433, 4222, 7233, 8233, 8082);

  String apiAddress() {
    return "http://127.0.0.1:" + api;
  }

  /** The same for browsers, which have passkeys for names and not for addresses of digits. */
  String apiName() {
    return "http://localhost:" + api;
  }

  String simulatorsAddress() {
    return "http://127.0.0.1:" + simulators;
  }

  /**
   * Takes ports for as long as the launcher lives. Another launcher that starts at the same moment
   * does not take the same ones, because each is also a file lock in {@code folder}, which the
   * system gives back when its holder dies.
   */
  static final class Claims {
    /**
     * Above lie the ports that the system gives to outgoing connections; Temporal's must stay
     * below.
     */
    private static final int HIGHEST = 32_767;

    private static final int STEP = 100;

    private final Path folder;
    private final List<FileChannel> held = new ArrayList<>();

    Claims(Path folder) {
      this.folder = folder;
    }

    /**
     * The ports of the last run where they are free, else the defaults, else the next free hundred.
     */
    Ports take(@Nullable Ports previous) throws IOException {
      Files.createDirectories(folder);
      Ports wanted = previous == null ? DEFAULTS : previous;
      return new Ports(
          take(wanted.api, DEFAULTS.api),
          take(wanted.worker, DEFAULTS.worker),
          take(wanted.postgres, DEFAULTS.postgres),
          take(wanted.nats, DEFAULTS.nats),
          take(wanted.temporal, DEFAULTS.temporal),
          take(wanted.temporalUi, DEFAULTS.temporalUi),
          // Stacks of an older version had none.
          take(
              wanted.simulators == 0 ? DEFAULTS.simulators : wanted.simulators,
              DEFAULTS.simulators));
    }

    private int take(int wanted, int standard) throws IOException {
      int[] candidates =
          IntStream.concat(
                  IntStream.of(wanted),
                  IntStream.iterate(standard, port -> port <= HIGHEST, port -> port + STEP))
              .toArray();
      for (int port : candidates) {
        if (isFree(port) && claim(port)) {
          return port;
        }
      }
      throw new CsrFailure("No free port was found near " + standard + ".");
    }

    private boolean claim(int port) throws IOException {
      FileChannel channel =
          FileChannel.open(
              folder.resolve(port + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      try {
        if (channel.tryLock() != null) {
          held.add(channel);
          return true;
        }
      } catch (OverlappingFileLockException e) {
        // Held by this very process: taken as well.
      }
      channel.close();
      return false;
    }

    private static boolean isFree(int port) {
      try (var socket = new ServerSocket()) {
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return true;
      } catch (IOException e) {
        return false;
      }
    }

    void release() throws IOException {
      for (FileChannel channel : held) {
        channel.close();
      }
      held.clear();
    }
  }
}
