package org.teei.csr.workflows.imports.groups;

/**
 * How a group is worked off.
 *
 * @param files how many there are
 * @param strict one after the other, each when the one before has ended
 * @param stopOnFailure no file is begun after one without success
 */
public record GroupPlan(int files, boolean strict, boolean stopOnFailure) {}
