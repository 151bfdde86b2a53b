import { html, type TemplateResult } from 'lit-html';
import { partsOf } from '../model/links.ts';

/** What somebody typed, as text; what is an http(s) URL in it can be followed. */
export const richText = (text: string): readonly (string | TemplateResult)[] =>
  partsOf(text).map(({ text: part, href }) =>
    href === undefined ? part : html`<a href=${href} target="_blank" rel="noopener noreferrer">${part}</a>`,
  );
