import type { Scenario, WorldEvent } from './scenario.ts';
import { simulate } from './simulate.ts';
import type { Violation } from './violation.ts';

/** So many runs at most: a long scenario is then left longer than it must be. */
const mostRuns = 1_500;

/** The shortest list of events found with which the same promise is broken, and how it then is. */
export function shrink(
  scenario: Scenario,
  kind: string,
  run: typeof simulate = simulate,
): { readonly scenario: Scenario; readonly violation: Violation | undefined } {
  let runs = 0;
  let events = scenario.events;
  const tryEvents = (fewer: readonly WorldEvent[]): void => {
    runs += 1;
    if (runs > mostRuns || run({ ...scenario, events: fewer }).violation?.kind !== kind) return;
    events = fewer;
  };
  const drop = (parts: readonly (readonly WorldEvent[])[]): void => {
    for (let size = Math.ceil(parts.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
      for (let at = 0; at < parts.length; at += size) {
        const dropped = new Set(parts.slice(at, at + size).flat());
        const fewer = events.filter((event) => !dropped.has(event));
        if (fewer.length < events.length) tryEvents(fewer);
      }
    }
  };
  drop([...byChat(events).values()]);
  for (let before = Infinity; events.length < before;) {
    before = events.length;
    drop(events.map((event) => [event]));
  }
  for (const event of events) {
    if (!('push' in event) || event.push === 'arrives') continue;
    tryEvents(events.map((other) => (other === event ? { ...event, push: 'arrives' } : other)));
  }
  const shortest = { ...scenario, events };
  return { scenario: shortest, violation: run(shortest).violation };
}

/** The events of each chat; those of no chat stay. */
function byChat(events: readonly WorldEvent[]): ReadonlyMap<number, readonly WorldEvent[]> {
  const found = new Map<number, WorldEvent[]>();
  for (const event of events) {
    if (!('chat' in event) || event.chat === 'all') continue;
    found.set(event.chat, [...(found.get(event.chat) ?? []), event]);
  }
  return found;
}
