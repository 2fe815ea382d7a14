package org.teei.csr.api.imports.notices;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.teei.csr.schema.jooq.Tables.IMPORT_SUBSCRIPTIONS;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.teei.csr.api.idempotency.IdempotentRequests;
import org.teei.csr.api.idempotency.IdempotentRequests.Answer;
import org.teei.csr.api.identity.AuditTrail;
import org.teei.csr.api.identity.CurrentPrincipal;
import org.teei.csr.api.imports.notices.SubscriptionsController.IssuedSubscription;
import org.teei.csr.api.imports.notices.SubscriptionsController.NewSubscription;
import org.teei.csr.api.imports.notices.SubscriptionsController.Replacement;
import org.teei.csr.api.imports.notices.SubscriptionsController.RotatedSecret;
import org.teei.csr.api.problems.ProblemException;
import org.teei.csr.api.problems.RequestProblem;
import org.teei.csr.api.shared.Page;
import org.teei.csr.api.shared.PlatformSettings;
import org.teei.csr.api.shared.Versions;
import org.teei.csr.api.shared.Versions.Versioned;
import org.teei.csr.schema.audit.Audit;
import org.teei.csr.schema.audit.Change;
import org.teei.csr.schema.imports.SubscriptionSeal;
import org.teei.csr.schema.jooq.tables.records.ImportSubscriptionsRecord;
import org.teei.csr.schema.shared.Json;
import org.teei.csr.schema.tenancy.Tenancy;

/** Who of a company is told about its imports and deliveries. */
@Component
final class Subscriptions {
  static final String RESOURCE = "import-subscription";

  private final Tenancy tenancy;
  private final SubscriptionSeal seal;
  private final CurrentPrincipal principals;
  private final AuditTrail trail;
  private final IdempotentRequests requests;
  private final MailSettings mail;
  private final int most;
  private final boolean plainHttp;

  Subscriptions(
      Tenancy tenancy,
      SubscriptionSeal seal,
      CurrentPrincipal principals,
      AuditTrail trail,
      IdempotentRequests requests,
      MailSettings mail,
      NoticeSettings settings,
      PlatformSettings platform) {
    this.tenancy = tenancy;
    this.seal = seal;
    this.principals = principals;
    this.trail = trail;
    this.requests = requests;
    this.mail = mail;
    this.most = settings.subscriptions();
    this.plainHttp = platform.development();
  }

  Page<Subscription> list(Page.Range range) {
    var tenant = principals.get().tenant();
    var own = IMPORT_SUBSCRIPTIONS.TENANT_ID.eq(tenant);
    var slice =
        tenancy.read(
            tenant,
            db ->
                new Page.Slice<>(
                    db.selectFrom(IMPORT_SUBSCRIPTIONS)
                        .where(own)
                        .orderBy(
                            IMPORT_SUBSCRIPTIONS.CREATED_AT.desc(),
                            IMPORT_SUBSCRIPTIONS.SUBSCRIPTION_ID)
                        .limit(range.pageSize())
                        .offset(range.offset())
                        .fetch(),
                    db.fetchCount(IMPORT_SUBSCRIPTIONS, own)));
    return Page.of(slice, range, SubscriptionsController.PATH, Map.of(), this::shape);
  }

  Versioned<Subscription> get(UUID id) {
    var tenant = principals.get().tenant();
    return versioned(tenancy.read(tenant, db -> find(db, tenant, id)));
  }

  /** The subscription, else 404: also for one of another tenant. */
  static ImportSubscriptionsRecord find(DSLContext db, String tenant, UUID id) {
    return db.selectFrom(IMPORT_SUBSCRIPTIONS)
        .where(own(tenant, id))
        .fetchOptional()
        .orElseThrow(() -> ProblemException.of(RequestProblem.NOT_FOUND));
  }

  ResponseEntity<byte[]> create(NewSubscription wanted, @Nullable String key) {
    var target = Target.of(wanted.channel(), wanted.url(), wanted.addresses(), plainHttp);
    if (wanted.channel() == Channel.MAIL && !mail.sent()) {
      throw ProblemException.of(NoticeProblem.MAIL_NOT_CONFIGURED);
    }
    var route = "POST " + SubscriptionsController.PATH;
    var content = List.of(Json.of(wanted).getBytes(UTF_8));
    return switch (wanted.channel()) {
      case WEBHOOK ->
          requests.answerOnce(
              principals.get(),
              route,
              key,
              content,
              id -> created(id, wanted, target, WebhookSecret.fresh()));
      case MAIL ->
          requests.answer(
              principals.get(), route, key, content, id -> created(id, wanted, target, null));
    };
  }

  private Answer created(
      UUID id, NewSubscription wanted, Target target, @Nullable WebhookSecret secret) {
    var who = principals.get();
    var location = URI.create(SubscriptionsController.PATH + "/" + id);
    var told = Told.of(wanted);
    var profile = wanted.retryProfile() == null ? Profile.EXPONENTIAL : wanted.retryProfile();
    var sealedTarget = seal.sealTarget(who.tenant(), id, target.parts());
    var sealedSecret = secret == null ? null : seal.sealSecret(who.tenant(), id, secret.plain());
    var row =
        tenancy.write(
            who.tenant(),
            db -> {
              var made =
                  db.insertInto(IMPORT_SUBSCRIPTIONS)
                      .set(IMPORT_SUBSCRIPTIONS.TENANT_ID, who.tenant())
                      .set(IMPORT_SUBSCRIPTIONS.SUBSCRIPTION_ID, id)
                      .set(IMPORT_SUBSCRIPTIONS.NAME, wanted.name())
                      .set(IMPORT_SUBSCRIPTIONS.CHANNEL, wanted.channel().spelling())
                      .set(IMPORT_SUBSCRIPTIONS.STATUSES, told.imports().toArray(String[]::new))
                      .set(
                          IMPORT_SUBSCRIPTIONS.DELIVERY_STATUSES,
                          told.deliveries().toArray(String[]::new))
                      .set(IMPORT_SUBSCRIPTIONS.TARGET_CIPHERTEXT, sealedTarget)
                      .set(IMPORT_SUBSCRIPTIONS.SECRET_CIPHERTEXT, sealedSecret)
                      .set(IMPORT_SUBSCRIPTIONS.RETRY_PROFILE, profile.spelling())
                      .set(IMPORT_SUBSCRIPTIONS.CREATED_BY, who.name())
                      .onConflictDoNothing()
                      .returning()
                      .fetchOptional();
              if (made.isEmpty()) {
                return secret == null ? find(db, who.tenant(), id) : given(location);
              }
              checkNumber(db, who.tenant());
              Audit.append(
                  db,
                  trail
                      .entry("imports.add-subscription", RESOURCE, id)
                      .withDetails(Map.of("channel", wanted.channel().spelling())));
              return made.get();
            });
    return new Answer(
        201, new IssuedSubscription(shape(row), secret == null ? null : secret.plain()), location);
  }

  private static ImportSubscriptionsRecord given(URI location) {
    throw IdempotentRequests.secretGiven(location);
  }

  private void checkNumber(DSLContext db, String tenant) {
    if (db.fetchCount(IMPORT_SUBSCRIPTIONS, IMPORT_SUBSCRIPTIONS.TENANT_ID.eq(tenant)) > most) {
      throw ProblemException.of(NoticeProblem.TOO_MANY_SUBSCRIPTIONS);
    }
  }

  Versioned<Subscription> replace(UUID id, String ifMatch, Replacement wanted) {
    var tenant = principals.get().tenant();
    return versioned(
        tenancy.write(
            tenant,
            db -> {
              var row = locked(db, tenant, id);
              Versions.check(ifMatch, row.getVersion());
              if (wanted.url() != null || wanted.addresses() != null) {
                var target =
                    Target.of(
                        Channel.of(row.getChannel()), wanted.url(), wanted.addresses(), plainHttp);
                row.setTargetCiphertext(seal.sealTarget(tenant, id, target.parts()));
              }
              var before = row.getActive();
              row.setName(wanted.name());
              var told = Told.of(wanted, List.of(row.getDeliveryStatuses()));
              row.setStatuses(told.imports().toArray(String[]::new));
              row.setDeliveryStatuses(told.deliveries().toArray(String[]::new));
              row.setRetryProfile(wanted.retryProfile().spelling());
              row.setActive(wanted.active());
              row.setInactiveBecause(because(wanted.active(), row.getInactiveBecause()));
              store(row);
              Audit.append(
                  db,
                  trail
                      .entry("imports.replace-subscription", RESOURCE, id)
                      .withChanges(
                          new Change(
                              "active", String.valueOf(before), String.valueOf(wanted.active()))));
              return row;
            }));
  }

  private static @Nullable String because(boolean active, @Nullable String before) {
    if (active) {
      return null;
    }
    return before == null ? "switched-off" : before;
  }

  /**
   * The secret before signs too for a while, so that the receiver may change over at any moment of
   * it.
   */
  ResponseEntity<byte[]> rotate(UUID id, Duration overlap, @Nullable String key) {
    return requests.answerOnce(
        principals.get(),
        "POST " + SubscriptionsController.PATH + "/" + id + "/secret",
        key,
        List.of(overlap.toString().getBytes(UTF_8)),
        attempt -> rotated(id, overlap));
  }

  private Answer rotated(UUID id, Duration overlap) {
    var tenant = principals.get().tenant();
    var secret = WebhookSecret.fresh();
    var sealed = seal.sealSecret(tenant, id, secret.plain());
    var until = Instant.now().plus(overlap);
    tenancy.change(
        tenant,
        db -> {
          var row = locked(db, tenant, id);
          if (row.getSecretCiphertext() == null) {
            throw ProblemException.of(NoticeProblem.NO_SECRET);
          }
          row.setPreviousSecretCiphertext(row.getSecretCiphertext());
          row.setPreviousSecretUntil(until);
          row.setSecretCiphertext(sealed);
          store(row);
          Audit.append(db, trail.entry("imports.rotate-subscription-secret", RESOURCE, id));
        });
    return new Answer(
        201,
        new RotatedSecret(secret.plain(), until),
        URI.create(SubscriptionsController.PATH + "/" + id));
  }

  void delete(UUID id) {
    var tenant = principals.get().tenant();
    tenancy.change(
        tenant,
        db -> {
          if (db.deleteFrom(IMPORT_SUBSCRIPTIONS).where(own(tenant, id)).execute() == 0) {
            throw ProblemException.of(RequestProblem.NOT_FOUND);
          }
          Audit.append(db, trail.entry("imports.delete-subscription", RESOURCE, id));
        });
  }

  private static ImportSubscriptionsRecord locked(DSLContext db, String tenant, UUID id) {
    return db.selectFrom(IMPORT_SUBSCRIPTIONS)
        .where(own(tenant, id))
        .forUpdate()
        .fetchOptional()
        .orElseThrow(() -> ProblemException.of(RequestProblem.NOT_FOUND));
  }

  private static void store(ImportSubscriptionsRecord row) {
    row.setVersion(row.getVersion() + 1);
    row.setChangedAt(Instant.now());
    row.update();
  }

  private static Condition own(String tenant, UUID id) {
    return IMPORT_SUBSCRIPTIONS
        .TENANT_ID
        .eq(tenant)
        .and(IMPORT_SUBSCRIPTIONS.SUBSCRIPTION_ID.eq(id));
  }

  private Versioned<Subscription> versioned(ImportSubscriptionsRecord row) {
    return new Versioned<>(shape(row), row.getVersion());
  }

  private Subscription shape(ImportSubscriptionsRecord row) {
    return Subscription.of(row, seal);
  }
}
