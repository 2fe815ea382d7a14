package org.teei.csr.tests.documents;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.CaseTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The sentences that a {@code *Sentences} class holds, each with what it stands for. */
final class Sentences extends TreePathScanner<Void, @Nullable Void> {
  private final List<List<String>> found = new ArrayList<>();

  private Sentences() {}

  /** Pairs of a label and a sentence, in the order of the file; {@code …} where values go. */
  static List<List<String>> of(Path source) {
    var sentences = new Sentences();
    Sources.parse(List.of(source), (unit, _) -> sentences.scan(unit, null));
    return sentences.found;
  }

  @Override
  public Void visitBinary(BinaryTree tree, @Nullable Void nothing) {
    String left = text(tree.getLeftOperand());
    String right = text(tree.getRightOperand());
    if (left != null && right != null) {
      keep(left + right);
      return null;
    }
    return super.visitBinary(tree, nothing);
  }

  @Override
  public Void visitLiteral(LiteralTree tree, @Nullable Void nothing) {
    String text = text(tree);
    if (text != null) {
      keep(text);
    }
    return null;
  }

  private static @Nullable String text(Tree tree) {
    return switch (tree) {
      case LiteralTree literal when literal.getValue() instanceof String text -> text;
      case BinaryTree sum -> {
        String left = text(sum.getLeftOperand());
        String right = text(sum.getRightOperand());
        yield left == null || right == null ? null : left + right;
      }
      case null, default -> null;
    };
  }

  private void keep(String text) {
    String sentence =
        text.replaceAll("%[,.0-9$]*[a-z]", "…").replaceAll("\\s*\\n\\s*", " ").strip();
    boolean whole = sentence.contains(" ") || sentence.endsWith(".");
    if (whole && Character.isUpperCase(sentence.replace("*", "").charAt(0))) {
      found.add(List.of(label(getCurrentPath()), sentence));
    }
  }

  private static String label(TreePath path) {
    String name =
        switch (path.getLeaf()) {
          case CaseTree branch ->
              branch.getLabels().stream().map(Object::toString).collect(Collectors.joining(", "));
          case VariableTree field -> field.getName().toString();
          case MethodTree method -> method.getName().toString();
          case ClassTree type -> type.getSimpleName().toString();
          case null, default -> label(path.getParentPath());
        };
    return name.replaceAll("([a-z])([A-Z])", "$1 $2").replace('_', ' ').toLowerCase(Locale.ROOT);
  }
}
