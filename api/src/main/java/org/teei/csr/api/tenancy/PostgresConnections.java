package org.teei.csr.api.tenancy;

import java.time.Duration;
import org.postgresql.ds.PGSimpleDataSource;

/** Connections to PostgreSQL. What is set here holds whatever the address says. */
final class PostgresConnections {
  private PostgresConnections() {}

  /**
   * @param patience longer than any statement on these connections; then the server is given up
   */
  static PGSimpleDataSource to(String url, DatabaseSettings.Login login, Duration patience) {
    var source = new PGSimpleDataSource();
    source.setURL(url);
    source.setUser(login.username());
    source.setPassword(login.password());
    source.setApplicationName("csr-api");
    source.setSocketTimeout((int) patience.toSeconds());
    source.setTcpKeepAlive(true);
    // The details of a server's errors quote the values of rows.
    source.setLogServerErrorDetail(false);
    return source;
  }
}
