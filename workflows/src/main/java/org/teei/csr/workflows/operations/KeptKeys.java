package org.teei.csr.workflows.operations;

/**
 * What only earlier versions of a data key open, and for which they are kept.
 *
 * @param personKeys keys of persons that did not open, or were written late
 * @param replies stored answers to repeated requests, gone after a day
 * @param objects stored objects, gone at their expiry
 */
public record KeptKeys(long personKeys, long replies, long objects) {

  static final KeptKeys NONE = new KeptKeys(0, 0, 0);
}
