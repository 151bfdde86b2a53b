import { mask } from './mask.ts';

/** Each run of characters is looked through once: it may only begin where none of them stands before. */
const address =
  /(?<![\w.%+'\u00c0-\u052f-])[\w.%+'\u00c0-\u052f-]+(?:@|%40)(?:[a-z\d\u00c0-\u052f-]+\.)+[a-z\u00c0-\u052f]{2,}/gi;

/** Masks e-mail addresses. */
export const maskEmails = (text: string): string => text.replace(address, mask);
