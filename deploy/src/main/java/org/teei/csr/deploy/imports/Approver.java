package org.teei.csr.deploy.imports;

import java.io.Console;
import java.io.PrintStream;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Decides about an import that waits for approval, when its preview was shown. */
@FunctionalInterface
public interface Approver {
  /** Whoever started the command has approved beforehand. */
  Approver ALWAYS = () -> Verdict.APPROVE;

  /** Nobody is there to decide. */
  Approver NEVER = () -> Verdict.LATER;

  Verdict decide();

  /** What becomes of the import. */
  enum Verdict {
    APPROVE,
    CANCEL,
    LATER
  }

  /** Asks the person at the terminal; where there is none, the import goes on waiting. */
  static Approver asking(PrintStream questions) {
    return () -> {
      Console console = System.console();
      if (console == null || !console.isTerminal()) {
        return Verdict.LATER;
      }
      questions.print("Let these rows land? [y]es, [n]o, cancel the import, or [l]ater: ");
      questions.flush();
      return verdict(console.readLine());
    };
  }

  /** What an answer means; what is neither yes nor no decides nothing. */
  static Verdict verdict(@Nullable String answer) {
    return switch (answer == null ? "" : answer.strip().toLowerCase(Locale.ROOT)) {
      case "y", "yes" -> Verdict.APPROVE;
      case "n", "no" -> Verdict.CANCEL;
      default -> Verdict.LATER;
    };
  }
}
