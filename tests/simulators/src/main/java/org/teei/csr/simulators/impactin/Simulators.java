package org.teei.csr.simulators.impactin;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.function.Function;
import org.teei.csr.simulators.shared.HttpServer;
import org.teei.csr.simulators.shared.Reply;
import org.teei.csr.simulators.shared.Reply.Answer;
import org.teei.csr.simulators.shared.Request;

/** The three platforms and the simulator's own addresses behind one port. */
final class Simulators implements Function<Request, Reply>, AutoCloseable {
  private final Ledger ledger;
  private final Intake intake;
  private final Control control;
  private final Benevity benevity;
  private final Goodera goodera;
  private final Workday workday;

  private Simulators(Ledger ledger, InstantSource clock) {
    var access = new Access(clock);
    var faults = new Faults();
    var callbacks = new Callbacks(clock);
    var limits = new Limits(clock);
    this.ledger = ledger;
    this.intake = new Intake(ledger, faults, access, callbacks, clock);
    this.control = new Control(ledger, faults, callbacks, intake);
    this.benevity = new Benevity(intake, limits);
    this.goodera = new Goodera(intake, limits, access, clock);
    this.workday = new Workday(intake, limits, access);
  }

  /**
   * @param folder for the ledger
   */
  static Simulators open(Path folder, InstantSource clock) throws IOException {
    return new Simulators(Ledger.open(folder, clock), clock);
  }

  HttpServer serve(String address, int port) throws IOException {
    return HttpServer.start(address, port, this);
  }

  @Override
  public Reply apply(Request request) {
    Dialect dialect = request.path().startsWith(Workday.SERVICES) ? Dialect.SOAP : Dialect.JSON;
    try {
      return route(request);
    } catch (Refused refused) {
      return dialect.refusal(refused);
    }
  }

  private Reply route(Request request) {
    return switch (request.method() + " " + request.path()) {
      case "GET /health/readiness" -> Answer.json(200, "{\"status\":\"UP\"}");

      case "POST /benevity/v1/impact" -> benevity.submit(request);
      case "GET /benevity/v1/impact" -> benevity.ask(request);

      case "POST /goodera/oauth2/token" -> intake.token(Platform.GOODERA, request);
      case "POST /goodera/v1/impact-data" -> goodera.submit(request);
      case "POST /goodera/v1/impact-data/batch" -> goodera.submitBatch(request);
      case "GET /goodera/v1/impact-data" -> goodera.ask(request);

      case "POST /workday/oauth2/token" -> intake.token(Platform.WORKDAY, request);
      case "POST /workday/volunteer-management/v1/activities" -> workday.submit(request);

      case "GET /ledger" -> control.ledger(request);
      case "DELETE /ledger" -> control.clearLedger();
      case "GET /faults" -> control.faults();
      case "POST /faults" -> control.order(request);
      case "DELETE /faults" -> control.clearFaults();
      case "GET /callbacks" -> control.callbacks();
      case "POST /callbacks" -> control.register(request);
      case "DELETE /callbacks" -> control.clearCallbacks();
      case "GET /settings" -> control.settings();
      case "POST /settings" -> control.change(request);

      default -> {
        if (request.method().equals("POST") && request.path().startsWith(Workday.SERVICES)) {
          yield workday.submitBySoap(request);
        }
        throw new Refused(
            404, "NOT_FOUND", "There is no " + request.method() + " " + request.path() + " here.");
      }
    };
  }

  @Override
  public void close() throws IOException {
    ledger.close();
  }
}
