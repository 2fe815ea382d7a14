package org.teei.csr.workflows.imports.groups;

/** A running group shows a new status. */
public record GroupChange(GroupRef ref, GroupStatus status) {}
