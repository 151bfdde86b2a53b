/** Header fields by their names in lower case. */
export type PlainFields = Record<string, string>;

/** Header fields in a form that costs little: those given later replace those of the same name. */
export function plainFields(...given: readonly RequestInit['headers'][]): PlainFields {
  const fields: PlainFields = {};
  for (const headers of given) {
    if (headers === undefined) continue;
    const isRecord = !(Symbol.iterator in headers);
    const entries = isRecord ? Object.entries(headers) : new Headers(headers);
    for (const [name, value] of entries) fields[name.toLowerCase()] = String(value);
  }
  return fields;
}
