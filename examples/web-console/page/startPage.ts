import {
  BehaviorSubject,
  combineLatest,
  distinctUntilChanged,
  map,
  mergeMap,
  share,
  startWith,
  Subject,
  take,
  timer,
} from 'rxjs';
import { FAULT_CARDS, type FaultName } from '../shared/faults.ts';
import type { ConsoleConfig } from '../shared/news.ts';
import type { Flag } from './model/marbles.ts';
import { countsOf } from './model/row.ts';
import { openChatOf } from './streams/chat.ts';
import { choices } from './streams/choices.ts';
import { comparisonOf } from './streams/comparison.ts';
import { connectionOf } from './streams/connection.ts';
import { newCustomer, strikeFault } from './streams/control.ts';
import { derivedFrom } from './streams/derived.ts';
import { deskOf, readMarks } from './streams/desk.ts';
import { operationsOf } from './streams/operations.ts';
import { deskOrder } from './streams/order.ts';
import { serverNews$ } from './streams/serverNews.ts';
import { consoleSession } from './streams/session.ts';
import { stripOf } from './streams/strip.ts';
import { typingOf } from './streams/typing.ts';
import { attention } from './view/attention.ts';
import { chat } from './view/chat.ts';
import { comparison } from './view/comparison.ts';
import { connection } from './view/connection.ts';
import { deskHead } from './view/deskHead.ts';
import { deskList } from './view/deskList.ts';
import { faults } from './view/faults.ts';
import { header } from './view/header.ts';
import { keepFocus } from './view/keepFocus.ts';
import { mount, place, report } from './view/mount.ts';
import { stickToEnd } from './view/stickToEnd.ts';
import { stripCanvas } from './view/stripCanvas.ts';
import { stripFrame } from './view/stripFrame.ts';
import { themes } from './view/theme.ts';

/** Connects streams and views: values flow one way, clicks the other. */
export function startPage(config: ConsoleConfig): void {
  const session = consoleSession(location.origin, config);
  const { selected$, select, filter$, setFilter, isNarrow$, setNarrow, draft$, write, giveBack } = choices();
  const { theme$, change: changeTheme } = themes();
  const flags$ = new Subject<Flag>();
  const restart$ = new Subject<void>();
  const now$ = timer(0, 1_000).pipe(
    map(() => Date.now()),
    share(),
  );
  const read$ = readMarks(session, selected$).pipe(share());
  const derived = derivedFrom(session, read$);
  const desk$ = deskOf(session, derived);
  const log$ = connectionOf(session);
  const news$ = serverNews$.pipe(share());
  const { send, log$: operations$, unsent$ } = operationsOf(session);
  unsent$.subscribe({
    next: ({ chatId, text }) => {
      giveBack(chatId, text);
    },
    error: report,
  });
  typingOf({ selected$, draft$ }, session.chats$).subscribe({
    next: ({ chatId, operation }) => {
      send(chatId, operation);
    },
    error: report,
  });

  /** On a phone the chat stands below the desk. */
  const show = (chatId: string): void => {
    select(chatId);
    if (matchMedia('(max-width: 720px) and (pointer: coarse)').matches) place('chat').scrollIntoView();
  };
  const strike = (name: FaultName): void => {
    flags$.next({ at: Date.now(), label: FAULT_CARDS[name].label });
    strikeFault(name).catch(report);
  };
  const call = (): void => {
    newCustomer().then(show, report);
  };

  mount(
    place('top'),
    combineLatest({ log: log$, counts: desk$.pipe(map(countsOf)), theme: theme$ }),
    header({ call, changeTheme }),
  );
  mount(place('desk-head'), filter$, deskHead(setFilter));
  const list = place('desk-list');
  const order$ = deskOrder(desk$, filter$, attention(list)).pipe(share());
  deskList(list, combineLatest({ desk: desk$, order: order$, selected: selected$, now: now$ }), show);

  // So that there is something to see at first.
  order$
    .pipe(
      mergeMap((order) => order.slice(0, 1)),
      take(1),
    )
    .subscribe({ next: select, error: report });

  const chatPlace = place('chat-view');
  stickToEnd(chatPlace);
  keepFocus(chatPlace);
  mount(
    chatPlace,
    combineLatest({
      open: openChatOf(session, selected$),
      log: operations$.pipe(startWith([])),
      draft: draft$,
      waitingSince: combineLatest([desk$, selected$]).pipe(
        map(([{ waiting }, chatId = '']) => waiting.get(chatId)),
      ),
      now: now$,
    }),
    chat({ self: session.self, send, write }),
  );

  const pointed$ = new BehaviorSubject<FaultName>('restart');
  mount(
    place('faults-view'),
    combineLatest({
      fired: news$.pipe(
        map(({ fired }) => fired),
        startWith(undefined),
      ),
      pointed: pointed$,
    }),
    faults({
      strike,
      point: (name) => {
        pointed$.next(name);
      },
    }),
  );
  mount(
    place('comparison-view'),
    comparisonOf(session, config, news$, restart$),
    comparison(() => {
      restart$.next();
    }),
  );
  mount(
    place('connection-view'),
    combineLatest({ log: log$, now: now$ }),
    connection(() => {
      session.reconnect();
    }),
  );

  const scope$ = combineLatest([selected$, isNarrow$]).pipe(
    map(([chatId, isNarrow]) => (isNarrow ? chatId : undefined)),
    distinctUntilChanged(),
  );
  const strip$ = stripOf({ session, derived, scope$, flags$ }).pipe(share());
  const stripPlace = place('strip-frame');
  mount(stripPlace, combineLatest({ strip: strip$, isNarrow: isNarrow$ }), stripFrame(setNarrow));
  stripCanvas(place('strip-canvas'), strip$);
}
