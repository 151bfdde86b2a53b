import type { Scenario, WorldEvent } from './scenario.ts';
import { simulate } from './simulate.ts';
import type { Violation } from './violation.ts';

/** The shortest list of events found with which the same promise is broken, and how it then is. */
export function shrink(
  scenario: Scenario,
  kind: string,
  run: typeof simulate = simulate,
): { readonly scenario: Scenario; readonly violation: Violation | undefined } {
  const withEvents = (events: readonly WorldEvent[]): Scenario => ({ ...scenario, events });
  const fails = (events: readonly WorldEvent[]): boolean => run(withEvents(events)).violation?.kind === kind;
  let events = scenario.events;
  let parts = 2;
  while (events.length > 1) {
    const size = Math.ceil(events.length / parts);
    const without = chunks(events.length, size)
      .map((from) => [...events.slice(0, from), ...events.slice(from + size)])
      .find(fails);
    if (without !== undefined) {
      events = without;
      parts = Math.max(parts - 1, 2);
    } else if (size === 1) break;
    else parts = Math.min(parts * 2, events.length);
  }
  for (let place = 0; place < events.length; place += 1) {
    const tamed = events.map((event, at) =>
      at === place && 'push' in event && event.push !== 'arrives'
        ? { ...event, push: 'arrives' as const }
        : event,
    );
    if (fails(tamed)) events = tamed;
  }
  const shortest = withEvents(events);
  return { scenario: shortest, violation: run(shortest).violation };
}

const chunks = (length: number, size: number): readonly number[] =>
  Array.from({ length: Math.ceil(length / size) }, (_, at) => at * size);
