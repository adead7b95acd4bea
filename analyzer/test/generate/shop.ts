import { Project, type SourceFile } from "ts-morph";

export interface Shop {
  files: SourceFile[];
  file: (path: string) => SourceFile;
  pathOf: (file: SourceFile) => string;
}

/** A program of files in memory; packages stay unresolved, as in a checkout without node_modules. */
export function shopOf(sources: Readonly<Record<string, string>>): Shop {
  const project = new Project({ useInMemoryFileSystem: true, compilerOptions: { allowJs: true, strict: true, module: 199, moduleResolution: 99 } });
  project.createSourceFile("/package.json", '{ "type": "module" }');
  for (const [path, text] of Object.entries(sources)) project.createSourceFile(`/${path}`, text);
  const files = project.getSourceFiles().filter((file) => !file.getFilePath().endsWith(".json"));
  const pathOf = (file: SourceFile): string => file.getFilePath().slice(1);
  return { files, file: (path) => project.getSourceFileOrThrow(`/${path}`), pathOf };
}
