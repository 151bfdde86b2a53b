import {
  asyncScheduler,
  BehaviorSubject,
  defer,
  distinctUntilChanged,
  map,
  merge,
  type Observable,
  scan,
  type SchedulerLike,
  share,
  shareReplay,
  skip,
  startWith,
} from 'rxjs';
import type { BayeuxClient, BayeuxMessage } from './bayeuxClient.ts';
import { type ClientEvent, clientEvents } from './clientEvents.ts';
import { afterEvent, type ConnectionFacts, initialFacts } from './connectionFacts.ts';
import { type ConnectionStatus, isSameStatus, statusOf } from './status.ts';

/** What all streams of one client share. */
export interface ClientLink {
  readonly events$: Observable<ClientEvent>;
  /** The one shared status of each clock. */
  statusOn(scheduler: SchedulerLike | undefined): Observable<ConnectionStatus>;
  /** How many channels wait for the server's acknowledgement. */
  readonly pending$: BehaviorSubject<number>;
  /** The one shared stream of each channel. */
  readonly channels: Map<string, Observable<BayeuxMessage>>;
}

const links = /* @__PURE__ */ new WeakMap<BayeuxClient, ClientLink>();

/** @throws TypeError that names the function if it was given no client. */
export function linkOf(client: BayeuxClient, caller: string): ClientLink {
  if (!isClient(client)) {
    throw new TypeError(
      `${caller}: client must be a CometD client or what has its methods, got ${typeof client}`,
    );
  }
  const known = links.get(client);
  if (known !== undefined) return known;
  const pending$ = new BehaviorSubject(0);
  const events$ = clientEvents(client).pipe(share());
  const statuses = new WeakMap<SchedulerLike, Observable<ConnectionStatus>>();
  const link: ClientLink = {
    events$,
    statusOn(scheduler = asyncScheduler) {
      const made = statuses.get(scheduler) ?? statusStream(client, events$, pending$, scheduler);
      statuses.set(scheduler, made);
      return made;
    },
    pending$,
    channels: new Map(),
  };
  links.set(client, link);
  return link;
}

function statusStream(
  client: BayeuxClient,
  events$: Observable<ClientEvent>,
  pending$: BehaviorSubject<number>,
  scheduler: SchedulerLike,
): Observable<ConnectionStatus> {
  const pendingEvents$ = pending$.pipe(
    skip(1),
    map((pending): ClientEvent => ({ type: 'pending', pending })),
  );
  return defer(() => {
    const initial = initialFacts(client.getStatus(), client.getClientId());
    return merge(events$, pendingEvents$).pipe(
      scan(afterEvent, initial),
      startWith(initial),
      scan<ConnectionFacts, ConnectionStatus, undefined>(
        (previous, facts) => statusOf(previous, facts, scheduler.now()),
        undefined,
      ),
      distinctUntilChanged(isSameStatus),
    );
  }).pipe(shareReplay({ bufferSize: 1, refCount: true }));
}

const methods = [
  'addListener',
  'removeListener',
  'subscribe',
  'unsubscribe',
  'getStatus',
  'getClientId',
] as const;

const isClient = (client: Partial<BayeuxClient> | null | undefined): boolean =>
  methods.every((method) => typeof client?.[method] === 'function');
