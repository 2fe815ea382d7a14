package org.teei.csr.activities.imports.folders;

import java.nio.file.Path;
import org.jooq.JSONB;
import org.jspecify.annotations.Nullable;
import org.teei.csr.schema.imports.BucketPlace;
import org.teei.csr.schema.imports.BucketSeal;
import org.teei.csr.schema.jooq.tables.records.ImportFoldersRecord;
import org.teei.csr.schema.personaldata.TenantKeys;
import org.teei.csr.schema.shared.Json;

/** Where drop folders are: in a directory of this installation, or each in a bucket of its own. */
public final class DropFolders {
  private final @Nullable Path base;
  private final Buckets buckets;
  private final BucketSeal seal;

  /**
   * @param base the directory that folders are in; null where there is none
   * @param buckets reaches object storage
   */
  public DropFolders(@Nullable Path base, Buckets buckets, TenantKeys keys) {
    this.base = base;
    this.buckets = buckets;
    this.seal = new BucketSeal(keys);
  }

  /** One folder, to be closed behind the look into it. */
  DropFolder of(ImportFoldersRecord folder) {
    JSONB bucket = folder.getBucket();
    if (bucket != null) {
      return buckets.open(
          Json.read(bucket.data(), BucketPlace.class),
          seal.open(
              folder.getTenantId(), folder.getFolderId(), folder.getBucketCredentialsCiphertext()));
    }
    return base == null
        ? new NoDropFolder()
        : new FileDropFolder(base, folder.getTenantId(), folder.getName());
  }
}
