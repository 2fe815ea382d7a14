package org.teei.csr.api.impactin.vendors;

import static org.teei.csr.schema.jooq.Tables.VENDOR_FEATURES;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.teei.csr.api.identity.AuditTrail;
import org.teei.csr.api.identity.CurrentPrincipal;
import org.teei.csr.api.impactin.vendors.FeaturesController.All;
import org.teei.csr.api.impactin.vendors.FeaturesController.Feature;
import org.teei.csr.api.impactin.vendors.FeaturesController.FeaturesRequest;
import org.teei.csr.api.problems.ProblemException;
import org.teei.csr.api.problems.RequestProblem;
import org.teei.csr.api.shared.PlatformSettings;
import org.teei.csr.engines.impactin.Platform;
import org.teei.csr.schema.audit.Audit;
import org.teei.csr.schema.audit.Change;
import org.teei.csr.schema.tenancy.Tenancy;

/** Whether a company, and the installation, want figures to go to a platform. */
@Component
final class Features {
  private final Tenancy tenancy;
  private final CurrentPrincipal principals;
  private final AuditTrail trail;
  private final VendorSettings settings;
  private final String environment;

  Features(
      Tenancy tenancy,
      CurrentPrincipal principals,
      AuditTrail trail,
      VendorSettings settings,
      PlatformSettings platform) {
    this.tenancy = tenancy;
    this.principals = principals;
    this.trail = trail;
    this.settings = settings;
    this.environment = platform.environment().name().toLowerCase(Locale.ROOT);
  }

  All get(String company) {
    var tenant = company(company);
    return shape(tenant, tenancy.read(tenant, db -> said(db, tenant)));
  }

  All put(String company, FeaturesRequest request) {
    var tenant = company(company);
    return tenancy.write(
        tenant,
        db -> {
          var before = said(db, tenant);
          List<Change> changes = new ArrayList<>();
          for (var platform : Platform.values()) {
            var now = wanted(request, platform);
            if (!Objects.equals(before.get(platform), now)) {
              say(db, tenant, platform, now);
              changes.add(new Change(platform.spelling(), word(before.get(platform)), word(now)));
            }
          }
          Audit.append(
              db,
              trail
                  .entry("impactin.switch-vendors", "vendor-features", tenant)
                  .withChanges(changes.toArray(Change[]::new)));
          return shape(tenant, said(db, tenant));
        });
  }

  private static @Nullable String word(@Nullable Boolean said) {
    return said == null ? null : said.toString();
  }

  private static @Nullable Boolean wanted(FeaturesRequest request, Platform platform) {
    return switch (platform) {
      case BENEVITY -> request.benevity();
      case GOODERA -> request.goodera();
      case WORKDAY -> request.workday();
      case FILE -> request.file();
    };
  }

  private void say(DSLContext db, String tenant, Platform platform, @Nullable Boolean enabled) {
    db.deleteFrom(VENDOR_FEATURES)
        .where(
            VENDOR_FEATURES.TENANT_ID.eq(tenant),
            VENDOR_FEATURES.PLATFORM.eq(platform.spelling()),
            VENDOR_FEATURES.ENVIRONMENT.eq(environment))
        .execute();
    if (enabled != null) {
      db.insertInto(VENDOR_FEATURES)
          .set(VENDOR_FEATURES.TENANT_ID, tenant)
          .set(VENDOR_FEATURES.PLATFORM, platform.spelling())
          .set(VENDOR_FEATURES.ENVIRONMENT, environment)
          .set(VENDOR_FEATURES.ENABLED, enabled)
          .set(VENDOR_FEATURES.CHANGED_BY, principals.get().name())
          .onConflict(
              VENDOR_FEATURES.TENANT_ID, VENDOR_FEATURES.PLATFORM, VENDOR_FEATURES.ENVIRONMENT)
          .doUpdate()
          .set(VENDOR_FEATURES.ENABLED, enabled)
          .set(VENDOR_FEATURES.CHANGED_BY, principals.get().name())
          .execute();
    }
  }

  private Map<Platform, Boolean> said(DSLContext db, String tenant) {
    Map<Platform, Boolean> said = new EnumMap<>(Platform.class);
    db.selectFrom(VENDOR_FEATURES)
        .where(VENDOR_FEATURES.TENANT_ID.eq(tenant), VENDOR_FEATURES.ENVIRONMENT.eq(environment))
        .forEach(
            row -> said.put(Platform.spelled(row.getPlatform()).orElseThrow(), row.getEnabled()));
    return said;
  }

  private All shape(String tenant, Map<Platform, Boolean> said) {
    Map<String, Feature> features = new LinkedHashMap<>();
    for (var platform : Platform.values()) {
      var installed = settings.platforms().contains(platform);
      var company = said.get(platform);
      features.put(
          platform.spelling(),
          new Feature(installed, company, installed && !Boolean.FALSE.equals(company)));
    }
    return new All(tenant, environment, features);
  }

  /** Another company's switches are not there, whatever the address says. */
  private String company(String id) {
    if (!id.equals(principals.get().tenant())) {
      throw ProblemException.of(RequestProblem.NOT_FOUND);
    }
    return id;
  }
}
