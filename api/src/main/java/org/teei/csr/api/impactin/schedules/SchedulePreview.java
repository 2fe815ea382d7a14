package org.teei.csr.api.impactin.schedules;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.teei.csr.api.impactin.deliveries.Delivery.Days;
import org.teei.csr.api.impactin.deliveries.Delivery.LeftOut;
import org.teei.csr.api.impactin.deliveries.PayloadFinding;
import org.teei.csr.schema.impactin.DeliveryChange;

/**
 * What would be sent. A delivery from the same snapshot sends the same bytes.
 *
 * @param snapshotId of the figures
 * @param revision of the snapshot
 * @param payload to the byte, in UTF-8
 * @param findings what the platform's schema says against it; a delivery with one is not sent
 * @param leftOut figures that are not sent, each with its reason
 * @param comparedWith the delivery that it is compared with: the last one that arrived of the
 *     period, else of an earlier one that was about as long; null where there is none
 * @param changes what differs from that
 */
@Schema(name = "DeliveryPreview")
record SchedulePreview(
    @Schema(example = "benevity") String platform,
    Days period,
    UUID snapshotId,
    @Schema(example = "1") int revision,
    @Schema(example = "application/json") String contentType,
    String payloadSha256,
    String payload,
    List<PayloadFinding> findings,
    List<LeftOut> leftOut,
    @Nullable UUID comparedWith,
    List<DeliveryChange> changes) {}
