package org.teei.csr.api.imports;

import org.teei.csr.engines.imports.FileReading;
import org.teei.csr.schema.jooq.tables.records.ImportJobsRecord;

/** How the file of a job is read, as its row has it. */
final class StoredReading {
  private StoredReading() {}

  static FileReading of(ImportJobsRecord job) {
    return FileReading.stored(job.getMapping().data(), job.getDeclared().data());
  }
}
