import { describe, expect, it } from 'vitest';
import { entryNames, moduleSystems, runInstalled } from './running.ts';

/** Without the optional peers of the JetStream entry, as in most apps. */
const entries = entryNames.filter((entry) => !entry.endsWith('/jetstream'));
const cases = moduleSystems.flatMap((system) => entries.map((entry) => [entry, system] as const));

/** Prints what of `globalThis`, of the built-ins that it holds and of their prototypes an import added, took or replaced. */
const changesAfterImport = (entry: string): string => `
  const own = (path, holder) =>
    Reflect.ownKeys(holder ?? {}).map((key) => [path + String(key), Object.getOwnPropertyDescriptor(holder, key)]);
  const parts = () => {
    const globals = own('', globalThis);
    const builtIns = globals.filter(([, { value }]) => typeof value === 'function');
    return new Map([
      ...globals,
      ...builtIns.flatMap(([name, { value }]) => [...own(name + '.', value), ...own(name + '#', value.prototype)]),
    ]);
  };
  const before = parts();
  await import('${entry}');
  const after = parts();
  const same = (a, b) => Object.is(a?.value, b?.value) && a?.get === b?.get && a?.set === b?.set;
  for (const name of new Set([...before.keys(), ...after.keys()])) {
    if (!same(before.get(name), after.get(name))) console.log(name);
  }`;

/** Prints every name that is not the same value in all entries, and whether there are any shared names at all. */
const differentValues = (entries: readonly string[]): string => `
  const first = new Map();
  let shared = 0;
  for (const entry of [${entries.map((entry) => `await import('${entry}')`).join(', ')}]) {
    for (const [name, value] of Object.entries(entry)) {
      if (first.has(name)) shared += 1;
      else first.set(name, value);
      if (name !== 'default' && first.get(name) !== value) console.log(name);
    }
  }
  console.log(shared > 0);`;

describe('the entries, installed', () => {
  it.each(cases)('%s loads as %s and exports something', (entry, system) => {
    const code = `import * as entry from '${entry}';\nconsole.log(Object.keys(entry).length > 0);`;
    expect(runInstalled(code, system)).toEqual(['true']);
  });

  it.each(cases)('importing %s as %s changes nothing on globalThis', (entry, system) => {
    expect(runInstalled(changesAfterImport(entry), system)).toEqual([]);
  });

  it.each(moduleSystems)('a name is the same from every entry of %s', (system) => {
    expect(runInstalled(differentValues(entries), system)).toEqual(['true']);
  });
});
