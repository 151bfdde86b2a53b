import { maskVerified } from './maskVerified.ts';

/** What may begin as a phone number does, with whatever digits follow. */
const shape =
  /(?<![\da-z+]|\d[.,:/-])(?=\(?(?:\+|0\d|(?:1[- \u00a0\u2009\u202f\u2010-\u2015.(]{1,2})?[2-9]\d\d))(?:\((?=\+?\d{1,6}\)))?(?:\+\(?)?\d(?:[- \u00a0\u2009\u202f\u2010-\u2015./()]{0,3}\d){6,19}(?![\da-z]|[,:]\d)/gi;

const withCountry = /^\(?(?:\+\(?[1-9](?:\D*\d){7,14}|00[1-9](?:\D*\d){9,14})$/;
/** Behind an area code, in pairs, or in one piece. */
const withTrunkZero =
  /^(?:\(?0[1-9]\d{0,3}\)?\D{1,3}\d{3,8}(?:\D\d{2,4}){0,3}|0[1-9](\D)\d\d(?:\1\d\d){3}|0[1-9]\d{8,10})$/;
const ofNorthAmerica = /^(?:1\D{1,2})?\(?[2-9]\d\d(?:[^\d/]|\)\D)\d{3}[^\d/]\d{4}$/;

/** Masks the phone numbers that can be distinguished from other numbers. */
export const maskPhones = (text: string): string => maskVerified(text, shape, isPhone);

function isPhone(found: string): boolean {
  const { length } = found.replace(/\D/g, '');
  const isLocal = length > 8 && length < 13 && withTrunkZero.test(found);
  return isLocal || withCountry.test(found) || ofNorthAmerica.test(found);
}
