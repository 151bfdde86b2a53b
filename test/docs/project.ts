import { resolve } from 'node:path';
import ts from 'typescript';
import { root } from '../../scripts/docs/project.ts';

const config: unknown = ts.readConfigFile(`${root}tsconfig.json`, (path) => ts.sys.readFile(path)).config;
const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);

/** The source file of each public entry, by the name that users import. */
export const publicEntries: ReadonlyMap<string, string> = new Map(
  Object.entries(options.paths ?? {}).map(([name, [path = '']]) => [name, resolve(root, path)]),
);

/**
 * A program under the project's own compiler options. Examples may declare what they do not use and export
 * without annotations, as a reader's own code may.
 */
export const projectProgram = (files: readonly string[]): ts.Program =>
  ts.createProgram(files, {
    ...options,
    jsx: ts.JsxEmit.ReactJSX,
    moduleDetection: ts.ModuleDetectionKind.Force,
    noUnusedLocals: false,
    noUnusedParameters: false,
    isolatedDeclarations: false,
    declaration: false,
  });

/** What is wrong in one file of a program, as `line: message`. */
export function errorsIn(program: ts.Program, path: string): string[] {
  const source = program.getSourceFile(path);
  if (source === undefined) return [`${path} is not part of the program`];
  return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map(
    (found) => {
      const line = source.getLineAndCharacterOfPosition(found.start ?? 0).line + 1;
      return `line ${String(line)}: ${ts.flattenDiagnosticMessageText(found.messageText, '\n')}`;
    },
  );
}

export interface PublicExport {
  readonly name: string;
  /** Whether it is a function or a constant, not a class or a type alone. */
  readonly isValue: boolean;
  readonly hasComment: boolean;
  readonly hasExample: boolean;
}

/** What a module exports, and how it is documented. */
export function exportsOf(program: ts.Program, path: string): PublicExport[] {
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(path);
  const module = source && checker.getSymbolAtLocation(source);
  if (module === undefined) throw new Error(`${path} is no module`);
  return checker.getExportsOfModule(module).map((exported) => {
    const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
    return {
      name: exported.name,
      isValue: (symbol.flags & (ts.SymbolFlags.Function | ts.SymbolFlags.Variable)) !== 0,
      hasComment: symbol.getDocumentationComment(checker).length > 0,
      hasExample: symbol.getJsDocTags(checker).some((tag) => tag.name === 'example'),
    };
  });
}
