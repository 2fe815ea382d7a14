package org.teei.csr.tests.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.CaseTree;
import com.sun.source.tree.DefaultCaseLabelTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.SwitchExpressionTree;
import com.sun.source.tree.SwitchTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.Modifier;
import javax.lang.model.type.DeclaredType;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * A switch over a closed set names each member, so that the compiler finds it when one is added.
 */
class SwitchesTest {

  /** Enumerations and sealed types have no {@code default}. */
  @Test
  void switchesOverClosedSetsHaveNoDefault() throws IOException {
    var compiler = ToolProvider.getSystemJavaCompiler();
    List<String> found = new ArrayList<>();
    try (var files = compiler.getStandardFileManager(null, null, null)) {
      var task =
          (JavacTask)
              compiler.getTask(
                  null,
                  files,
                  _ -> {},
                  List.of("-proc:none", "-classpath", System.getProperty("java.class.path")),
                  null,
                  files.getJavaFileObjectsFromPaths(Checkout.sources()));
      var units = task.parse();
      task.analyze();
      for (var unit : units) {
        new Reader(Trees.instance(task), found).scan(unit, null);
      }
    }

    assertThat(found).isEmpty();
  }

  private static final class Reader extends TreePathScanner<Void, @Nullable Void> {
    private final Trees trees;
    private final List<String> found;

    Reader(Trees trees, List<String> found) {
      this.trees = trees;
      this.found = found;
    }

    @Override
    public Void visitSwitch(SwitchTree tree, @Nullable Void nothing) {
      look(tree, tree.getExpression(), tree.getCases());
      return super.visitSwitch(tree, nothing);
    }

    @Override
    public Void visitSwitchExpression(SwitchExpressionTree tree, @Nullable Void nothing) {
      look(tree, tree.getExpression(), tree.getCases());
      return super.visitSwitchExpression(tree, nothing);
    }

    private void look(Tree tree, ExpressionTree selector, List<? extends CaseTree> cases) {
      if (isClosedSet(selector) && cases.stream().anyMatch(Reader::isDefault)) {
        var unit = getCurrentPath().getCompilationUnit();
        long start = trees.getSourcePositions().getStartPosition(unit, tree);
        found.add(unit.getSourceFile().getName() + ":" + unit.getLineMap().getLineNumber(start));
      }
    }

    private boolean isClosedSet(ExpressionTree selector) {
      return trees.getTypeMirror(new TreePath(getCurrentPath(), selector))
              instanceof DeclaredType type
          && type.toString().startsWith("org.teei.csr.")
          && (type.asElement().getKind() == ElementKind.ENUM
              || type.asElement().getModifiers().contains(Modifier.SEALED));
    }

    private static boolean isDefault(CaseTree branch) {
      return branch.getLabels().stream().anyMatch(DefaultCaseLabelTree.class::isInstance);
    }
  }
}
