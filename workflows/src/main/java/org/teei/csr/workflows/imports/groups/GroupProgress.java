package org.teei.csr.workflows.imports.groups;

/** Live view of a running group. */
public record GroupProgress(GroupStatus status, GroupCounts counts) {}
