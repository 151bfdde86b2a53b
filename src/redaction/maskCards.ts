import { maskVerified } from './maskVerified.ts';

/** In one piece, or as it stands on the card: 4-4-4 with up to 7 more, 4-6-4 and 4-6-5. No part of a word, a fraction or a UUID. */
const shape =
  /(?<![\da-z]|\d[.,]|(?:-[\da-f]{4}){3}-)(?:\d{12,19}|\d{4}(?:[- \u00a0\u2009\u202f\u2010-\u2015.]{1,3}\d{4}){2}(?:[- \u00a0\u2009\u202f\u2010-\u2015.]{1,3}\d{1,4}(?:[- \u00a0\u2009\u202f\u2010-\u2015.]{1,3}\d{1,3})?)?|\d{4}[- \u00a0\u2009\u202f\u2010-\u2015.]{1,3}\d{6}[- \u00a0\u2009\u202f\u2010-\u2015.]{1,3}\d{4,5})(?![\da-z])/gi;

/** How the numbers of the networks begin, and how long they are. */
const issued =
  /^(?:2[2-7]\d{14}|3(?:[0689]\d{12,17}|[47]\d{13}|5\d{14,17})|4\d{12}(?:\d{3}){0,2}|[56]\d{11,18}|(?:8[126]|9[78])\d{14}(?:\d{3})?)$/;

/** Masks the numbers of payment cards: those that a network issues, with a check digit that is right. */
export const maskCards = (text: string): string =>
  maskVerified(text, shape, (found) => {
    const digits = found.replace(/\D/g, '');
    return issued.test(digits) && luhnSum(digits) % 10 === 0;
  });

function luhnSum(digits: string): number {
  let sum = 0;
  for (let at = 1; at <= digits.length; at += 1) {
    const digit = Number(digits[digits.length - at]);
    sum += at % 2 === 1 ? digit : digit > 4 ? digit * 2 - 9 : digit * 2;
  }
  return sum;
}
