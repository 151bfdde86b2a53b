import { isMessageLogUpdate } from '../../../src/model/index.ts';
import { compareTerms } from '../../../src/tabs/protocol.ts';
import { isInStep } from '../../../src/tabs/tabState.ts';
import type { SimulatedTab } from './simulatedTab.ts';
import { World } from './world.ts';

/** What a seed led to. */
export interface Verdict {
  readonly violations: readonly string[];
  /** Empty unless it was asked for. */
  readonly events: readonly string[];
  readonly takeovers: number;
}

/** How long the adversary works, and how long it is calm after that, in milliseconds. */
const [storm, calm] = [12_000, 12_000];
const maxTabs = 6;

/** Plays one seed. */
export function simulate(seed: number, isLogging = false): Verdict {
  const world = new World(seed, isLogging);
  const { agenda, random, server } = world;
  server.open();
  world.openTab();
  let operations = 0;
  const disturb = (): void => {
    if (agenda.now > storm) return;
    act(world, () => `op${(operations += 1)}`);
    agenda.after(random.between(20, 400), disturb);
  };
  agenda.after(10, disturb);
  agenda.runUntil(storm);

  world.isCalm = true;
  for (const tab of world.open) tab.thaw();
  if (world.open.length === 0) world.openTab();
  agenda.runUntil(storm + 0.2 * calm);
  const leader = world.open.find(isLeading);
  if (world.open.length > 1) leader?.freeze();
  agenda.runUntil(storm + 0.9 * calm);
  if (!world.open.some(({ isRunning, tab }) => isRunning && tab.state.phase === 'leader'))
    world.violate('nobody leads instead of a frozen tab');
  leader?.thaw();
  server.say();
  agenda.runUntil(storm + calm);
  // A handover may be under way.
  for (let more = 0; more < 5 && !world.open.some(isLeading); more += 1) agenda.runUntil(agenda.now + 400);
  judge(world);
  const { violations, events } = world;
  return { violations, events, takeovers: world.open[0]?.tab.state.highest.n ?? 0 };
}

const isLeading = ({ tab }: SimulatedTab): boolean =>
  tab.state.phase === 'leader' && tab.store.status.state === 'connected';

function act(world: World, nextOperation: () => string): void {
  const { random, server, agenda } = world;
  const tab = random.pick(world.open);
  const dice = random.next();
  if (dice < 0.5) server.say();
  else if (dice < 0.53) server.open();
  else if (dice < 0.55) server.end();
  else if (dice < 0.63 || tab === undefined) {
    if (world.open.length < maxTabs) world.openTab();
  } else if (dice < 0.68) {
    tab.inTab(() => {
      tab.end(false);
    });
  } else if (dice < 0.71) tab.end(true);
  else if (dice < 0.81) {
    const isLong = random.chance(0.5);
    tab.freeze();
    agenda.after(random.between(100, isLong ? 12_000 : 2_500), () => {
      tab.thaw();
    });
  } else if (dice < 0.87) {
    const isVisible = random.chance(0.5);
    tab.inTab(() => {
      tab.dispatch({ type: 'visible', isVisible });
    });
  } else if (dice < 0.89) world.setClock(random.between(-5_000, 5_000));
  else tab.operate(nextOperation());
}

function judge(world: World): void {
  for (const tab of world.open) {
    judgeMessages(world, tab);
    judgeOperations(world, tab);
  }
  const leaders = world.open.filter(({ tab }) => tab.state.phase === 'leader');
  const [leader] = leaders;
  if (leaders.length !== 1 || leader === undefined) {
    world.violate(`${leaders.length} leaders at the end`);
    return;
  }
  const sessions = world.tabs.filter(({ hasSession }) => hasSession);
  if (sessions.length !== 1) world.violate(`${sessions.length} sessions at the end`);
  const { term } = leader.tab.state;
  for (const { id, tab } of world.open) {
    const state = tab.state;
    if (compareTerms(state.term, term) !== 0 || !isInStep(state))
      world.violate(`${id} is out of step at the end`);
    if (tab.store.status.state !== 'connected')
      world.violate(`${id} is ${tab.store.status.state} at the end`);
  }
}

/** All messages of every chat that it knows, once and in order, and the state of each chat. */
function judgeMessages(world: World, { id, tab, emitted }: SimulatedTab): void {
  const indices = new Map<string, number[]>();
  for (const notification of emitted.filter(isMessageLogUpdate)) {
    const known = indices.get(notification.chatId) ?? [];
    known.push(...notification.messages.map(({ index }) => index));
    indices.set(notification.chatId, known);
  }
  const states = new Map(tab.store.snapshot().desk.chats.map(({ chatId, chat }) => [chatId, chat?.state]));
  for (const [chatId, { chat, messages }] of world.server.chats) {
    const isOver = chat.state === 'Completed';
    if (isOver && !states.has(chatId)) continue; // it ended before the tab was opened
    const got = (indices.get(chatId) ?? []).join();
    const wanted = messages.map(({ index }) => index).join();
    if (got !== wanted) world.violate(`${id} emitted ${got} of ${chatId}, not ${wanted}`);
    if (states.get(chatId) !== chat.state)
      world.violate(`${id} has ${chatId} as ${states.get(chatId) ?? 'unknown'}`);
  }
}

function judgeOperations(world: World, { id, tab, fates }: SimulatedTab): void {
  for (const [operation, { term }] of tab.state.operations) {
    const isGone = term !== undefined && compareTerms(term, tab.state.term) < 0 && term.id !== id;
    if (term === undefined || isGone) world.violate(`${operation} of ${id} waits for nobody`);
  }
  for (const [operation, fate] of fates) {
    if (fate.length > 1) world.violate(`${operation} of ${id} ended ${fate.length} times: ${fate.join()}`);
    if (fate[0] === 'not sent' && world.runs.has(operation))
      world.violate(`${operation} of ${id} ran, not sent`);
  }
}
