package org.teei.csr.schema.impactin;

import org.jspecify.annotations.Nullable;

/**
 * Something about a delivery that a person should look at before it goes out.
 *
 * @param kind {@link #DEVIATES} or {@link #DIFFERS}
 * @param what name of the figure, or path of the value in the payload
 * @param before what is usual, what was delivered or frozen before; absent where it was not there
 * @param after what would be delivered; absent where it is not there any more
 */
public record DeliveryChange(
    String kind, String what, @Nullable String before, @Nullable String after) {
  /** A figure is far from what is usual. */
  public static final String DEVIATES = "deviates";

  /** A value is not what was delivered of the same period before, or what was frozen before. */
  public static final String DIFFERS = "differs";
}
