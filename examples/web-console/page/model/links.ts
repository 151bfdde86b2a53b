/** A piece of a text; with `href` it leads somewhere. */
export interface TextPart {
  readonly text: string;
  readonly href?: string;
}

/** The pieces of a text. Only what begins with http:// or https:// is a link, and only if it is a URL. */
export function partsOf(text: string): readonly TextPart[] {
  const parts: TextPart[] = [];
  let rest = 0;
  for (const { 0: found, index } of text.matchAll(/https?:\/\/[^\s<>"']+/gi)) {
    const link = found.replace(/[.,;:!?)\]}]+$/, '');
    const href = httpUrlOf(link);
    if (href === undefined) continue;
    if (index > rest) parts.push({ text: text.slice(rest, index) });
    parts.push({ text: link, href });
    rest = index + link.length;
  }
  if (rest < text.length) parts.push({ text: text.slice(rest) });
  return parts;
}

/** The full form of the link that a text is, if it is nothing but that. */
export function linkIn(text: string): string | undefined {
  const [link, ...others] = partsOf(text);
  return others.length === 0 ? link?.href : undefined;
}

/** The full form of an http(s) URL; of anything else nothing. */
export function httpUrlOf(text: string): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return url?.protocol === 'http:' || url?.protocol === 'https:' ? url.href : undefined;
}
