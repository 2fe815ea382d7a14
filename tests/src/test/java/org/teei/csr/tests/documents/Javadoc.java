package org.teei.csr.tests.documents;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.DocTree;
import com.sun.source.doctree.EntityTree;
import com.sun.source.doctree.LinkTree;
import com.sun.source.doctree.LiteralTree;
import com.sun.source.doctree.ParamTree;
import com.sun.source.doctree.ReturnTree;
import com.sun.source.doctree.StartElementTree;
import com.sun.source.doctree.TextTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.PackageTree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.teei.csr.tests.architecture.Checkout;

/**
 * What the sources say about types and members, as Markdown.
 *
 * @param text the description without tags
 * @param parameters descriptions by the name of the parameter or record component
 * @param result what is returned
 */
record Javadoc(String text, Map<String, String> parameters, String result) {
  private static final Javadoc NONE = new Javadoc("", Map.of(), "");
  private static final Map<String, Javadoc> ALL = read();

  static Javadoc of(Class<?> type) {
    return ALL.getOrDefault(type.getCanonicalName(), NONE);
  }

  /** A method, field or enum constant; of overloaded methods any. */
  static Javadoc of(Class<?> type, String member) {
    return ALL.getOrDefault(type.getCanonicalName() + "#" + member, NONE);
  }

  /** A package, or a type that cannot be seen from here, by its full name. */
  static Javadoc ofName(String name) {
    return ALL.getOrDefault(name, NONE);
  }

  private static Map<String, Javadoc> read() {
    Map<String, Javadoc> found = new HashMap<>();
    Sources.parse(Checkout.sources(), (unit, trees) -> new Reader(trees, found).scan(unit, null));
    return Map.copyOf(found);
  }

  /** Walks through one file and keeps what has a comment. */
  private static final class Reader extends TreePathScanner<Void, @Nullable Void> {
    private static final String PARAGRAPH = "¶";

    private final DocTrees trees;
    private final Map<String, Javadoc> found;

    Reader(DocTrees trees, Map<String, Javadoc> found) {
      this.trees = trees;
      this.found = found;
    }

    @Override
    public Void visitPackage(PackageTree tree, @Nullable Void nothing) {
      keep(tree.getPackageName().toString());
      return super.visitPackage(tree, nothing);
    }

    @Override
    public Void visitClass(ClassTree tree, @Nullable Void nothing) {
      keep(typeName(getCurrentPath()));
      return super.visitClass(tree, nothing);
    }

    @Override
    public Void visitMethod(MethodTree tree, @Nullable Void nothing) {
      keep(typeName(getCurrentPath().getParentPath()) + "#" + tree.getName());
      return null;
    }

    @Override
    public Void visitVariable(VariableTree tree, @Nullable Void nothing) {
      TreePath parent = getCurrentPath().getParentPath();
      if (parent.getLeaf() instanceof ClassTree) {
        keep(typeName(parent) + "#" + tree.getName());
      }
      return null;
    }

    private void keep(String name) {
      Optional.ofNullable(trees.getDocCommentTree(getCurrentPath()))
          .ifPresent(comment -> found.putIfAbsent(name, javadoc(comment)));
    }

    private static String typeName(TreePath path) {
      String outer =
          path.getParentPath().getLeaf() instanceof CompilationUnitTree unit
              ? Objects.toString(unit.getPackageName())
              : typeName(path.getParentPath());
      return path.getLeaf() instanceof ClassTree type ? outer + "." + type.getSimpleName() : outer;
    }

    private static Javadoc javadoc(DocCommentTree comment) {
      Map<String, String> parameters = new HashMap<>();
      String result = "";
      for (DocTree tag : comment.getBlockTags()) {
        switch (tag) {
          case ParamTree param ->
              parameters.put(param.getName().toString(), markdown(param.getDescription()));
          case ReturnTree returned -> result = markdown(returned.getDescription());
          case null, default -> {}
        }
      }
      return new Javadoc(markdown(comment.getFullBody()), Map.copyOf(parameters), result);
    }

    private static String markdown(List<? extends DocTree> trees) {
      String text = trees.stream().map(Reader::markdown).collect(Collectors.joining());
      return text.replaceAll("\\s+", " ").replaceAll(" ?" + PARAGRAPH + " ?", "\n\n").strip();
    }

    private static String markdown(DocTree tree) {
      return switch (tree) {
        case TextTree text -> text.getBody();
        case LiteralTree literal -> "`" + literal.getBody().getBody().strip() + "`";
        case LinkTree link -> "`" + reference(link.getReference().getSignature()) + "`";
        case EntityTree entity -> entity.toString();
        case StartElementTree element when element.getName().contentEquals("p") -> PARAGRAPH;
        case null, default -> "";
      };
    }

    /** The name of a type or member without package and parameters. */
    private static String reference(String signature) {
      int parameters = signature.indexOf('(');
      String name = parameters < 0 ? signature : signature.substring(0, parameters);
      int member = name.indexOf('#');
      String type = member < 0 ? name : name.substring(0, member);
      String simple = type.substring(type.lastIndexOf('.') + 1);
      return member < 0
          ? simple
          : simple.isEmpty() ? name.substring(1) : simple + "." + name.substring(member + 1);
    }
  }
}
