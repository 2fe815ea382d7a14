package org.teei.csr.simulators.shared;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.teei.csr.simulators.shared.RequestReader.Unreadable;

/** A server of HTTP/1.1: a thread for each connection, which may stay open for many requests. */
public final class HttpServer implements AutoCloseable {
  private static final int BACKLOG = 1024;
  private static final Duration IDLE = Duration.ofMinutes(1);

  private final ServerSocket socket;
  private final Function<Request, Reply> handler;
  private final Set<Socket> connections = ConcurrentHashMap.newKeySet();

  private HttpServer(ServerSocket socket, Function<Request, Reply> handler) {
    this.socket = socket;
    this.handler = handler;
  }

  /**
   * A server that listens.
   *
   * @param port 0 for any that is free
   */
  public static HttpServer start(String address, int port, Function<Request, Reply> handler)
      throws IOException {
    var socket = new ServerSocket();
    socket.setReuseAddress(true);
    socket.bind(new InetSocketAddress(InetAddress.getByName(address), port), BACKLOG);
    var server = new HttpServer(socket, handler);
    Thread.ofPlatform().name("accept").start(server::accept);
    return server;
  }

  public int port() {
    return socket.getLocalPort();
  }

  /** Ends at once: what is under way is cut off. */
  @Override
  public void close() throws IOException {
    socket.close();
    for (Socket connection : connections) {
      connection.close();
    }
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket connection = socket.accept();
        connections.add(connection);
        Thread.ofVirtual().start(() -> serve(connection));
      } catch (IOException e) {
        // Closed, or a client that was gone before it was let in.
      }
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      connection.setTcpNoDelay(true);
      connection.setSoTimeout((int) IDLE.toMillis());
      var in = new BufferedInputStream(connection.getInputStream());
      OutputStream out = connection.getOutputStream();
      var requests = new RequestReader(in, out);
      boolean open = true;
      while (open) {
        try {
          Optional<Request> request = requests.next();
          open =
              request.isPresent()
                  && reply(handler.apply(request.get()), connection)
                  && !"close".equalsIgnoreCase(request.get().headers().get("Connection"));
        } catch (Unreadable e) {
          write(new Reply.Answer(e.status, Map.of("Connection", "close"), new byte[0]), out);
          open = false;
        }
      }
    } catch (IOException e) {
      // The client is gone; nobody is left to be told.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      connections.remove(connection);
    }
  }

  /** Whether the connection can be used again. */
  private static boolean reply(Reply reply, Socket connection)
      throws IOException, InterruptedException {
    return switch (reply) {
      case Reply.Answer answer -> {
        write(answer, connection.getOutputStream());
        yield true;
      }
      case Reply.Dripped dripped -> {
        drip(dripped, connection.getOutputStream());
        yield true;
      }
      case Reply.Silence silence -> {
        waitForTheClient(silence.longest(), connection);
        yield false;
      }
      case Reply.Reset _ -> {
        // With nothing to wait for, closing sends a reset instead of an orderly end.
        connection.setSoLinger(true, 0);
        yield false;
      }
    };
  }

  private static void write(Reply.Answer answer, OutputStream out) throws IOException {
    out.write(bytes(answer));
    out.flush();
  }

  private static void drip(Reply.Dripped dripped, OutputStream out)
      throws IOException, InterruptedException {
    for (byte next : bytes(dripped.answer())) {
      out.write(next);
      out.flush();
      Thread.sleep(dripped.pause());
    }
  }

  private static void waitForTheClient(Duration longest, Socket connection) throws IOException {
    connection.setSoTimeout((int) longest.toMillis());
    try {
      connection.getInputStream().read();
    } catch (SocketTimeoutException e) {
      // The client is more patient than we are.
    }
  }

  private static byte[] bytes(Reply.Answer answer) {
    var head = new StringBuilder("HTTP/1.1 " + answer.status() + " \r\n");
    answer
        .headers()
        .forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    head.append("Content-Length: ").append(answer.body().length).append("\r\n\r\n");
    byte[] first = head.toString().getBytes(StandardCharsets.ISO_8859_1);
    byte[] all = new byte[first.length + answer.body().length];
    System.arraycopy(first, 0, all, 0, first.length);
    System.arraycopy(answer.body(), 0, all, first.length, answer.body().length);
    return all;
  }
}
