package org.teei.csr.schema.imports;

import org.jspecify.annotations.Nullable;

/**
 * A drop folder in object storage that speaks S3; also as JSON, in the row of the folder.
 *
 * @param prefix of the keys of its objects: empty, or with a slash at its end and none before it
 * @param endpoint its address; null for the one that AWS has in the region
 * @param pathStyle whether the bucket stands in the path and not in the name of the host
 */
public record BucketPlace(
    String bucket, String prefix, String region, @Nullable String endpoint, boolean pathStyle) {}
