import { maskVerified } from './maskVerified.ts';

/** In one piece or in groups of four. */
const shape =
  /(?<![\da-z])[a-z]{2}\d\d(?:[- \u00a0\u2009\u202f\u2010-\u2015]?[\da-z]{4}){2,7}(?:[- \u00a0\u2009\u202f\u2010-\u2015]?[\da-z]{1,3})?(?![\da-z])/gi;

/** Masks account numbers whose check digits are right. */
export const maskIbans = (text: string): string =>
  maskVerified(text, shape, (found) => {
    const iban = found.replace(/[^\da-z]/gi, '');
    return iban.length > 14 && remainder(iban.slice(4) + iban.slice(0, 4)) === 1;
  });

/** Modulo 97, of a number in which a letter stands for its two digits of base 36. */
function remainder(text: string): number {
  let rest = 0;
  for (const character of text) {
    const value = parseInt(character, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest;
}
