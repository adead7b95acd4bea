import ts from "typescript";

/** Every node below `root` in source order, JSDoc of JavaScript files included: types are written there. */
export function visitNodes(root: ts.SourceFile, visit: (node: ts.Node) => void): void {
  const isJavaScript = /\.[mc]?jsx?$/.test(root.fileName);
  descend(root);

  function descend(node: ts.Node): void {
    visit(node);
    if (isJavaScript) for (const comment of commentsOf(node)) descend(comment);
    ts.forEachChild(node, descend);
  }
}

function commentsOf(node: ts.Node): readonly ts.JSDoc[] {
  // The parser keeps a node's doc comments in this field; the public functions also answer with those of its parents.
  return (node as ts.Node & { jsDoc?: ts.JSDoc[] }).jsDoc ?? [];
}
