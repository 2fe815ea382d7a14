package org.teei.csr.engines.impactin;

/**
 * An outcome figure that a payload does not tell, though it has a place for it.
 *
 * @param figure its name in the snapshot
 * @param reason {@link #TOO_FEW_PEOPLE}, {@link #PEOPLE_UNKNOWN}, or why the snapshot has no value
 *     for it: {@code no-rows}, {@code outcome-scores-missing}, {@code assumption-missing …}
 */
public record LeftOut(String figure, String reason) {
  public static final String TOO_FEW_PEOPLE = "fewer-than-5-people";
  public static final String PEOPLE_UNKNOWN = "people-unknown";
}
