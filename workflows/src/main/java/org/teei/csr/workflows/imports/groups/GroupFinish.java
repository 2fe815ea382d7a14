package org.teei.csr.workflows.imports.groups;

import org.jspecify.annotations.Nullable;

/**
 * The end of a group. Files that were not begun are left out.
 *
 * @param problem tail of the problem type where the end is not a completion
 */
public record GroupFinish(GroupRef ref, GroupStatus status, @Nullable String problem) {}
