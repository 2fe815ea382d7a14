package org.teei.csr.bench.operations;

import com.google.protobuf.ByteString;
import io.temporal.api.common.v1.Payload;
import io.temporal.payload.codec.PayloadCodec;
import java.util.List;

/** A codec that leaves nothing of a payload. */
final class Unreadable implements PayloadCodec {

  @Override
  public List<Payload> encode(List<Payload> payloads) {
    return payloads.stream()
        .map(payload -> payload.toBuilder().setData(ByteString.EMPTY).build())
        .toList();
  }

  @Override
  public List<Payload> decode(List<Payload> payloads) {
    return payloads;
  }
}
