/** A facade without its local fallback. What it stands for stays known by its type alone. */
import { Node, SyntaxKind } from "ts-morph";
import type { ObjectLiteralExpression, SourceFile } from "ts-morph";
import type { Edit } from "../edits.ts";

type Change = Omit<Edit, "path">;

/** `rest`: what callers use beside the operations, so that the module has to stay. */
export type RemoteFacade = { kind: "remote"; edits: Change[]; rest: string[] } | { kind: "kept"; why: string };

/**
 * @param staying modules that may use the facade
 * @returns undefined when the module is no facade of the service
 */
export function remoteFacade(file: SourceFile, staying: readonly SourceFile[], isOwned: (file: SourceFile) => boolean): RemoteFacade | undefined {
  const calls = file.getDescendantsOfKind(SyntaxKind.CallExpression);
  const invokes = calls.filter((call) => call.getExpression().getText() === "invoke");
  const standIns = calls.filter((call) => call.getExpression().getText() === "standIn");
  const local = file.getImportDeclarations().find((declaration) => {
    const target = declaration.getModuleSpecifierSourceFile();
    return declaration.getNamespaceImport() !== undefined && target !== undefined && isOwned(target);
  });
  if (local === undefined || invokes.length + standIns.length === 0) return undefined;
  const name = local.getNamespaceImportOrThrow().getText();
  const edits: Change[] = [];
  const rest: string[] = [];
  for (const call of invokes) {
    const [operation, , args] = call.getArguments();
    if (operation === undefined || args === undefined || call.getArguments().length !== 3) return kept(call, "its call was changed by hand");
    edits.push(replace(call, `callRemotely(${operation.getText()}, ${args.getText()})`));
  }
  for (const call of standIns) {
    const methods = call.getArguments()[1];
    const declaration = call.getFirstAncestorByKind(SyntaxKind.VariableDeclaration);
    if (!Node.isObjectLiteralExpression(methods) || declaration === undefined) return kept(call, "its stand-in was changed by hand");
    const other = otherMember(file, declaration.getName(), methods, staying);
    if (other !== undefined) rest.push(`${declaration.getName()}${other.name} is used at ${other.at} and is no operation: it stays in the monolith`);
    const local = other === undefined ? "" : `, ${call.getArguments()[0]!.getText()}`;
    edits.push(replace(call, `remoteInstance(${methods.getText()}${local})`));
  }
  const typed = !/\.[mc]?jsx?$/.test(file.getFilePath());
  if (rest.length > 0) return { kind: "remote", edits: [...edits, ...runtimeImports(file, invokes.length > 0, standIns.length > 0)], rest };
  edits.push(
    typed
      ? { start: local.getStart(), end: local.getStart() + "import".length, text: local.isTypeOnly() ? "import" : "import type" }
      : { start: local.getStart(), end: local.getEnd() + 1, text: "" },
  );
  if (!typed) {
    for (const found of file.getFullText().matchAll(new RegExp(String.raw`/\*\* @type \{typeof ${name}\.[^}]*\} \*/\n?`, "g")))
      edits.push({ start: found.index, end: found.index + found[0].length, text: "" });
  }
  const stray = file
    .getDescendantsOfKind(SyntaxKind.Identifier)
    .find((each) => each.getText() === name && isValue(each) && !edits.some(({ start, end }) => each.getStart() >= start && each.getEnd() <= end));
  if (stray !== undefined) return kept(stray, `${stray.getParentOrThrow().getText()} was added by hand`);
  edits.push(...runtimeImports(file, invokes.length > 0, standIns.length > 0));
  return { kind: "remote", edits, rest };
}

const replace = (node: Node, text: string): Change => ({ start: node.getStart(), end: node.getEnd(), text });

function kept(at: Node, why: string): RemoteFacade {
  return { kind: "kept", why: `the facade keeps its local side, line ${at.getStartLineNumber()}: ${why}` };
}

function isValue(name: Node): boolean {
  return (
    name.getFirstAncestorByKind(SyntaxKind.TypeQuery) === undefined &&
    name.getFirstAncestorByKind(SyntaxKind.ImportDeclaration) === undefined &&
    !(Node.isPropertyAccessExpression(name.getParent()) && name.getParentIfKindOrThrow(SyntaxKind.PropertyAccessExpression).getNameNode() === name)
  );
}

/** One import for both functions, in the place of those of `invoke` and `standIn`. */
function runtimeImports(file: SourceFile, functions: boolean, instances: boolean): Change[] {
  const names = [...(functions ? ["callRemotely"] : []), ...(instances ? ["remoteInstance"] : [])];
  const old = file.getImportDeclarations().filter((each) => each.getNamedImports().some((named) => /^(invoke|standIn)$/.test(named.getName())));
  return old.map((declaration, at) => {
    const specifier = declaration
      .getModuleSpecifier()
      .getText()
      .replace(/(invoke|standIn)/, "callRemotely");
    const end = declaration.getText().endsWith(";") ? ";" : "";
    if (at === 0) return replace(declaration, `import { ${names.join(", ")} } from ${specifier}${end}`);
    return { start: declaration.getStart(), end: declaration.getEnd() + 1, text: "" };
  });
}

/** A use of the instance that its table of operations does not cover: a property, another method, the instance as a value. */
function otherMember(
  facade: SourceFile,
  exported: string,
  methods: ObjectLiteralExpression,
  staying: readonly SourceFile[],
): { name: string; at: string } | undefined {
  const known = new Set(
    methods.getProperties().flatMap((each) => (Node.isPropertyAssignment(each) ? [each.getName().replace(/^["']|["']$/g, "")] : [])),
  );
  for (const file of staying) {
    const named = file
      .getImportDeclarations()
      .filter((each) => !each.isTypeOnly() && each.getModuleSpecifierSourceFile() === facade)
      .flatMap((each) => each.getNamedImports())
      .find((each) => each.getName() === exported);
    if (named === undefined) continue;
    const name = (named.getAliasNode() ?? named.getNameNode()).getText();
    for (const use of file.getDescendantsOfKind(SyntaxKind.Identifier)) {
      if (use.getText() !== name || !isValue(use) || use === named.getNameNode() || use === named.getAliasNode()) continue;
      const parent: Node | undefined = use.getParent();
      const at = `${file.getBaseName()}:${use.getStartLineNumber()}`;
      if (!Node.isPropertyAccessExpression(parent)) return { name: " as a value", at };
      if (!known.has(parent.getName())) return { name: `.${parent.getName()}`, at };
    }
  }
  return undefined;
}
