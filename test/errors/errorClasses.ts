import ts from 'typescript';
import { projectProgram, publicEntries } from '../docs/project.ts';

/** A class of error that users can import. */
export interface ErrorClass {
  readonly name: string;
  /** Its own public properties; every error has the others. */
  readonly fields: readonly string[];
}

/** The exported classes that extend `Error`, by whichever entry. */
export function errorClasses(): ErrorClass[] {
  const program = projectProgram([...publicEntries.values()]);
  const checker = program.getTypeChecker();
  const own = (property: ts.Symbol, symbol: ts.Symbol): boolean =>
    property.declarations?.some(({ parent }) =>
      symbol.declarations?.some((declared) => declared === parent),
    ) === true;
  const found = new Map<string, ErrorClass>();
  for (const path of publicEntries.values()) {
    const source = program.getSourceFile(path);
    const module = source && checker.getSymbolAtLocation(source);
    for (const exported of module === undefined ? [] : checker.getExportsOfModule(module)) {
      const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
      if (!(symbol.flags & ts.SymbolFlags.Class)) continue;
      const type = checker.getDeclaredTypeOfSymbol(symbol);
      if (!isError(type)) continue;
      const fields = type
        .getProperties()
        .filter((property) => own(property, symbol) && property.name !== 'name')
        .map(({ name }) => name);
      found.set(exported.name, { name: exported.name, fields });
    }
  }
  return [...found.values()];
}

const isError = (type: ts.Type): boolean =>
  (type.getBaseTypes() ?? []).some((base) => base.symbol.name === 'Error' || isError(base));
