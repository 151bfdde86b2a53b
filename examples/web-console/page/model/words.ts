/** A number of milliseconds as a clock shows it: `0:07`, `12:30`, `1:02:03`. */
export function clock(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1_000));
  const parts = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60];
  const [hours, ...rest] = parts;
  const shown = hours === 0 ? rest : parts;
  return shown.map((part, at) => (at === 0 ? String(part) : String(part).padStart(2, '0'))).join(':');
}

/** An instant as a wall clock shows it: `14:03:59`. */
export const timeOfDay = (at: number): string => new Date(at).toTimeString().slice(0, 8);

/** A number of things: `1 message`, `2 messages`. */
export const counted = (count: number, noun: string): string =>
  `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;

const deeds: Readonly<Record<string, string>> = {
  ParticipantJoined: 'joined',
  ParticipantLeft: 'left',
  ParticipantRejoined: 'is back',
};

/** What an entry without text shows about its author. */
export const deedOf = (type: string): string =>
  (Object.hasOwn(deeds, type) ? deeds[type] : undefined) ?? type;

/** Any value of a JSON as text: what customers sent is shown, never run. */
export const shown = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
