import { maskCards } from './maskCards.ts';
import { maskEmails } from './maskEmails.ts';
import { maskIbans } from './maskIbans.ts';
import { maskPhones } from './maskPhones.ts';

/** What can be distinguished from other text by its form: numbers of payment cards, e-mail addresses, IBANs and phone numbers. */
export type BuiltInRule = 'card' | 'email' | 'iban' | 'phone';

export type MaskText = (text: string) => string;

/** In the order in which they are applied: what is an IBAN or a card is no phone number. */
export const builtInRules: Readonly<Record<BuiltInRule, MaskText>> = {
  email: maskEmails,
  iban: maskIbans,
  card: maskCards,
  phone: maskPhones,
};

/** One rule after the other. */
export const allOf =
  (rules: readonly MaskText[]): MaskText =>
  (text) =>
    rules.reduce((masked, rule) => rule(masked), text);

/** Masks what any of the built-in rules knows. */
export const maskPersonalData: MaskText = /* @__PURE__ */ allOf(/* @__PURE__ */ Object.values(builtInRules));
