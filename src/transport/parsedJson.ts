/** @throws Error that says what came instead, and from where: a login page, as a rule. */
export function parsedJson(text: string, { headers }: Response, place: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    const type = headers.get('content-type')?.split(';', 1)[0];
    const got = text === '' ? 'an empty response' : (type ?? 'text of no content type');
    throw new Error(`expected JSON, got ${got} from ${place}`);
  }
}
