/** Attributes by name; what is undefined is left out. */
type Attributes = Readonly<Record<string, string | number | undefined>>;

/** An element of an SVG, as text: its content is other elements, or text that was escaped. */
export function element(name: string, attributes: Attributes, ...content: readonly string[]): string {
  const present = Object.entries(attributes).flatMap(([key, value]) =>
    value === undefined ? [] : [` ${key}="${typeof value === 'number' ? rounded(value) : escaped(value)}"`],
  );
  const inside = content.join('');
  return inside === '' ? `<${name}${present.join('')}/>` : `<${name}${present.join('')}>${inside}</${name}>`;
}

/** A path; its numbers are rounded, so that no machine writes them otherwise. */
export const path = (style: string, d: string): string =>
  element('path', { class: style, d: d.replaceAll(/\d+\.\d+/g, (number) => rounded(Number(number))) });

export const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

const rounded = (value: number): string => String(Math.round(value * 10) / 10);
