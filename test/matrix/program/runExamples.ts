/** An example of the documentation, and the lines that it says it prints. */
export interface ExampleModule {
  readonly place: string;
  readonly load: () => Promise<unknown>;
  readonly prints: readonly string[];
}

/** Runs examples one after the other, on any platform; resolves with one line, rejects with what differs. */
export async function runExamples(examples: readonly ExampleModule[]): Promise<string> {
  const differences: string[] = [];
  for (const { place, load, prints } of examples) {
    const printed = await printedBy(load, prints.length);
    if (printed.join('\n') !== prints.join('\n'))
      differences.push([place, '  expected', ...prints, '  printed', ...printed].join('\n'));
  }
  if (differences.length > 0) throw new Error(differences.join('\n'));
  return `${examples.length} of ${examples.length} examples`;
}

async function printedBy(load: () => Promise<unknown>, expected: number): Promise<readonly string[]> {
  const lines: string[] = [];
  const { log } = console;
  console.log = (...values: readonly unknown[]): void => {
    lines.push(
      ...values
        .map((value) => (typeof value === 'string' ? value : inspect(value)))
        .join(' ')
        .split('\n'),
    );
  };
  try {
    await load();
    for (let tries = 0; tries < 200 && lines.length < expected; tries += 1) await pause(10);
    await pause(0); // for what must not be printed
    return lines;
  } catch (error) {
    return [...lines, String(error)];
  } finally {
    console.log = log;
  }
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** A value in the form of Node's console: the platforms print values in forms of their own. */
function inspect(value: unknown): string {
  if (typeof value === 'string') return value.includes("'") ? JSON.stringify(value) : `'${value}'`;
  if (typeof value !== 'object' || value === null) return String(value);
  if (Array.isArray(value)) return value.length === 0 ? '[]' : `[ ${value.map(inspect).join(', ')} ]`;
  const fields = Object.entries(value).map(([key, field]) => `${key}: ${inspect(field)}`);
  return fields.length === 0 ? '{}' : `{ ${fields.join(', ')} }`;
}
