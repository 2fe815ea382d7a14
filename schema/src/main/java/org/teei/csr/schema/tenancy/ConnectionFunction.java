package org.teei.csr.schema.tenancy;

import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Work on a JDBC connection inside a transaction that it neither begins nor ends. */
@FunctionalInterface
public interface ConnectionFunction<T extends @Nullable Object> {
  T apply(Connection connection) throws SQLException;
}
