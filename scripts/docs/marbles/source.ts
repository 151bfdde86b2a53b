import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { root } from '../project.ts';
import type { Place } from './recording.ts';

const parsed = new Map<string, ts.SourceFile>();

/** A test file as it is now, parsed once. */
function sourceFile(file: string): ts.SourceFile {
  const code = readFileSync(join(root, file), 'utf8');
  const known = parsed.get(file);
  if (known?.text === code) return known;
  const source = ts.createSourceFile(file, code, ts.ScriptTarget.Latest, true);
  parsed.set(file, source);
  return source;
}

/** The call that was at a place. */
export function callAt({ file, line, column }: Place): ts.CallExpression | undefined {
  const source = sourceFile(file);
  const position = source.getPositionOfLineAndCharacter(line - 1, column - 1);
  let found: ts.CallExpression | undefined;
  const visit = (node: ts.Node): void => {
    if (position < node.getFullStart() || position >= node.getEnd()) return;
    if (ts.isCallExpression(node) && nameOfCallee(node).getStart() === position) found = node;
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

const nameOfCallee = ({ expression }: ts.CallExpression): ts.Node =>
  ts.isPropertyAccessExpression(expression) ? expression.name : expression;

export type Declared = ts.VariableDeclaration | ts.ParameterDeclaration | ts.FunctionDeclaration;

/** What a name stands for where it is used: a variable, a parameter or a function of this test file or of one that it imports. */
export function declarationOf(name: ts.Identifier): Declared | undefined {
  for (let scope: ts.Node = name.parent; ; scope = scope.parent) {
    const found = declaredIn(scope, name.text);
    if (found !== undefined || ts.isSourceFile(scope)) return found ?? importedAs(name);
  }
}

function declaredIn(scope: ts.Node, name: string): Declared | undefined {
  if (ts.isFunctionLike(scope)) return scope.parameters.find((parameter) => isNamed(parameter, name));
  if (!ts.isBlock(scope) && !ts.isSourceFile(scope)) return undefined;
  for (const statement of scope.statements) {
    if (ts.isFunctionDeclaration(statement) && isNamed(statement, name)) return statement;
    if (!ts.isVariableStatement(statement)) continue;
    const found = statement.declarationList.declarations.find((declaration) => isNamed(declaration, name));
    if (found !== undefined) return found;
  }
  return undefined;
}

const isNamed = ({ name }: Declared, text: string): boolean =>
  name !== undefined && ts.isIdentifier(name) && name.text === text;

function importedAs(name: ts.Identifier): Declared | undefined {
  const source = name.getSourceFile();
  for (const statement of source.statements) {
    if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) continue;
    const named = statement.importClause?.namedBindings;
    const from = statement.moduleSpecifier.text;
    const isImported =
      named !== undefined &&
      ts.isNamedImports(named) &&
      named.elements.some((element) => element.name.text === name.text);
    if (isImported && from.startsWith('./')) {
      return declaredIn(sourceFile(join(dirname(source.fileName), from)), name.text);
    }
  }
  return undefined;
}
