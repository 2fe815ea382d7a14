package org.teei.csr.api.imports;

import static org.teei.csr.schema.jooq.Tables.IMPORT_MAPPINGS;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jooq.DSLContext;
import org.jooq.JSONB;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.teei.csr.api.identity.AuditTrail;
import org.teei.csr.api.identity.CurrentPrincipal;
import org.teei.csr.api.imports.ImportMappingsController.Mapping;
import org.teei.csr.api.problems.Problem.Fault;
import org.teei.csr.api.problems.ProblemException;
import org.teei.csr.api.problems.RequestProblem;
import org.teei.csr.api.shared.Versions;
import org.teei.csr.api.shared.Versions.Versioned;
import org.teei.csr.engines.imports.FileReading;
import org.teei.csr.engines.imports.HeaderMapping;
import org.teei.csr.engines.imports.ImportKind;
import org.teei.csr.engines.imports.ImportSchemas;
import org.teei.csr.schema.audit.Audit;
import org.teei.csr.schema.imports.RememberedMappings;
import org.teei.csr.schema.jooq.tables.records.ImportMappingsRecord;
import org.teei.csr.schema.tenancy.Tenancy;

/**
 * The mapping of headers that a tenant has for the files of a kind. One that was never set is empty
 * and has version 0; one that was deleted is empty and has a version of its own, so that nobody
 * takes it for an earlier one.
 */
@Component
final class ImportMappings {
  private static final String RESOURCE = "import-mapping";

  private final Tenancy tenancy;
  private final CurrentPrincipal principals;
  private final AuditTrail trail;

  ImportMappings(Tenancy tenancy, CurrentPrincipal principals, AuditTrail trail) {
    this.tenancy = tenancy;
    this.principals = principals;
    this.trail = trail;
  }

  /** How a file is to be read: by the mapping of the request, else by the remembered one. */
  FileReading reading(ImportKind kind, ReadingParameters parameters) {
    var requested = parameters.requestedMapping();
    var declared = parameters.declared();
    return new FileReading(requested == null ? remembered(kind) : requested, declared);
  }

  private HeaderMapping remembered(ImportKind kind) {
    return tenancy.read(
        principals.get().tenant(),
        db ->
            RememberedMappings.of(db, principals.get().tenant(), kind.id())
                .map(HeaderMapping::parseRemembered)
                .orElse(HeaderMapping.NONE));
  }

  Versioned<Mapping> get(ImportKind kind) {
    return tenancy.read(
        principals.get().tenant(),
        db ->
            row(db, kind, false) instanceof ImportMappingsRecord row
                ? view(row)
                : new Versioned<>(new Mapping(kind.id(), Map.of(), null), 0));
  }

  Versioned<Mapping> replace(
      ImportKind kind, String ifMatch, Map<String, @Nullable String> wanted) {
    var json = checked(kind, wanted, "/mapping").json();
    return tenancy.write(
        principals.get().tenant(),
        db -> {
          if (ifMatch.equals(Versions.tag(0))) {
            return view(inserted(db, kind, json));
          }
          var row = row(db, kind, true);
          if (row == null) {
            throw ProblemException.of(RequestProblem.PRECONDITION_FAILED);
          }
          Versions.check(ifMatch, row.getVersion());
          return view(changed(db, row, json));
        });
  }

  /**
   * @param ifMatch null: whichever version it has
   */
  void delete(ImportKind kind, @Nullable String ifMatch) {
    tenancy.write(
        principals.get().tenant(),
        db -> {
          var row = row(db, kind, true);
          if (ifMatch != null) {
            Versions.check(ifMatch.strip(), row == null ? 0 : row.getVersion());
          }
          if (row != null) {
            changed(db, row, HeaderMapping.NONE.json());
          }
          return row;
        });
  }

  /**
   * A mapping for files of a kind.
   *
   * @param pointer to where it stands in the body
   */
  static HeaderMapping checked(
      ImportKind kind, Map<String, @Nullable String> wanted, String pointer) {
    try {
      var mapping = HeaderMapping.remembered(wanted);
      Set<String> fields = ImportSchemas.fields(kind);
      if (mapping.columns().allMatch(fields::contains)) {
        return mapping;
      }
      throw invalid(
          pointer, "Maps to columns of the kind only; GET /v1/import-schemas lists them.");
    } catch (IllegalArgumentException invalid) {
      throw invalid(pointer, String.valueOf(invalid.getMessage()));
    }
  }

  private static ProblemException invalid(String pointer, String rule) {
    return ProblemException.of(
        RequestProblem.INVALID_BODY, List.of(Fault.ofMember(pointer, "invalid", rule)));
  }

  private ImportMappingsRecord inserted(DSLContext db, ImportKind kind, String json) {
    var row =
        db.insertInto(IMPORT_MAPPINGS)
            .set(IMPORT_MAPPINGS.TENANT_ID, principals.get().tenant())
            .set(IMPORT_MAPPINGS.KIND, kind.id())
            .set(IMPORT_MAPPINGS.MAPPING, JSONB.valueOf(json))
            .onConflictDoNothing()
            .returning()
            .fetchOptional()
            .orElseThrow(() -> ProblemException.of(RequestProblem.PRECONDITION_FAILED));
    audit(db, row);
    return row;
  }

  private ImportMappingsRecord changed(DSLContext db, ImportMappingsRecord row, String json) {
    var changed =
        db.update(IMPORT_MAPPINGS)
            .set(IMPORT_MAPPINGS.MAPPING, JSONB.valueOf(json))
            .set(IMPORT_MAPPINGS.VERSION, row.getVersion() + 1)
            .set(IMPORT_MAPPINGS.CHANGED_AT, DSL.currentInstant())
            .where(IMPORT_MAPPINGS.TENANT_ID.eq(row.getTenantId()))
            .and(IMPORT_MAPPINGS.KIND.eq(row.getKind()))
            .returning()
            .fetchSingle();
    audit(db, changed);
    return changed;
  }

  private void audit(DSLContext db, ImportMappingsRecord row) {
    Audit.append(
        db,
        trail
            .entry("imports.mapping-changed", RESOURCE, row.getKind())
            .withDetails(Map.of("version", row.getVersion(), "headers", fields(row).size())));
  }

  private @Nullable ImportMappingsRecord row(DSLContext db, ImportKind kind, boolean lock) {
    var query =
        db.selectFrom(IMPORT_MAPPINGS)
            .where(IMPORT_MAPPINGS.TENANT_ID.eq(principals.get().tenant()))
            .and(IMPORT_MAPPINGS.KIND.eq(kind.id()));
    return lock ? query.forUpdate().fetchOne() : query.fetchOne();
  }

  private static Versioned<Mapping> view(ImportMappingsRecord row) {
    return new Versioned<>(
        new Mapping(row.getKind(), fields(row), row.getChangedAt()), row.getVersion());
  }

  private static Map<String, @Nullable String> fields(ImportMappingsRecord row) {
    return HeaderMapping.parseRemembered(row.getMapping().data()).fields();
  }
}
