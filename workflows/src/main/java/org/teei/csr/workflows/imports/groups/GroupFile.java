package org.teei.csr.workflows.imports.groups;

/**
 * A file of a group.
 *
 * @param position from 1, in the order of the group
 */
public record GroupFile(GroupRef ref, int position) {}
