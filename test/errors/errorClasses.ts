import { readFileSync } from 'node:fs';
import ts from 'typescript';
import { root, writtenFiles } from '../../scripts/docs/project.ts';
import { publicEntries } from '../docs/project.ts';

/** A class of error that users can import. */
export interface ErrorClass {
  readonly name: string;
  /** Its own public properties; every error has the others. */
  readonly fields: readonly string[];
}

const entries = await Promise.all(
  Array.from(publicEntries.values(), (path) => import(/* @vite-ignore */ path) as Promise<object>),
);

/** The exported classes that extend `Error`, by whichever entry. */
export function errorClasses(): ErrorClass[] {
  const exported = entries.flatMap((entry) => Object.entries<unknown>({ ...entry }));
  const names = exported.flatMap(([name, value]) =>
    typeof value === 'function' && value.prototype instanceof Error ? [name] : [],
  );
  const declared = new Map(
    writtenFiles('src', '.ts').flatMap((file) => declaredErrors(readFileSync(`${root}${file}`, 'utf8'))),
  );
  return [...new Set(names)].map((name) => {
    const fields = declared.get(name);
    if (fields === undefined) throw new Error(`No file declares the class ${name}`);
    return { name, fields };
  });
}

/** The classes of errors in a file, with the names of their fields. A type-checker would take seconds for the same. */
function declaredErrors(text: string): (readonly [name: string, fields: readonly string[]])[] {
  if (!/\bclass \w+ extends \w*Error\b/.test(text)) return [];
  return ts
    .createSourceFile('errors.ts', text, ts.ScriptTarget.Latest)
    .statements.filter(ts.isClassDeclaration)
    .map(({ name, members }) => {
      const fields = members.flatMap((member) =>
        member.name !== undefined && ts.isIdentifier(member.name) ? [member.name.text] : [],
      );
      return [name?.text ?? '', fields.filter((field) => field !== 'name')];
    });
}
