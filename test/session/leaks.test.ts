import { execFile } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { asyncScheduler, type Subscription } from 'rxjs';
import { type ChatNotification, chatSession, type ChatSession } from 'rx-chat-notifications';
import { chatStateChange, messageLog } from 'rx-chat-notifications/testing';
import type { Simulator } from 'rx-chat-notifications/simulator';
import { describe, expect, it, vi } from 'vitest';
import { Outlet } from '../../src/session/desk/index.ts';
import { scriptedServer } from './scriptedServer.ts';
import { eventually, hear, simulate } from './sessions.ts';
import { watched } from './watched.ts';

const script = fileURLToPath(new URL('closingProcess.ts', import.meta.url));

/** Frees what nobody holds; without a collector that obeys, the test proves nothing: it fails. */
const collect = async (): Promise<void> => {
  setFlagsFromString('--expose-gc');
  const gc = globalThis.gc ?? (runInNewContext('globalThis.gc') as typeof globalThis.gc);
  if (gc === undefined) throw new Error('V8 gives no gc to call');
  await sleep(10);
  gc();
};

/** Uses a session and drops it; `hold` may keep it. */
async function used(
  simulator: Simulator,
  hold: ChatSession[],
): Promise<ReadonlyMap<string, WeakRef<object>>> {
  const chats = chatSession(simulator);
  const [status, heard, directories] = [hear(chats.status$), hear(chats.notifications$), hear(chats.chats$)];
  await eventually(() => {
    expect(status.values.at(-1)?.state).toBe('connected');
  });
  simulator.openChat();
  await eventually(() => {
    expect(directories.values.at(-1)?.size).toBe(1);
  });
  await chats.close();
  const refs = new Map<string, WeakRef<object>>();
  for (const [name, value] of [
    ['notification', heard.values.at(-1)],
    ['directory', directories.values.at(-1)],
  ] as const)
    if (value !== undefined) refs.set(name, new WeakRef(value));
  for (const { values } of [status, heard, directories]) values.length = 0;
  if (hold.length === 0) refs.set('session', new WeakRef(chats));
  else hold.push(chats);
  return refs;
}

const alive = (refs: ReadonlyMap<string, WeakRef<object>>): readonly string[] =>
  [...refs].filter(([, ref]) => ref.deref() !== undefined).map(([name]) => name);

describe('after close()', () => {
  it('a process holds what it held before, and ends by itself', async () => {
    const { url } = await simulate();
    const args = ['--import', 'tsx', script, url];
    const { stdout } = await promisify(execFile)(process.execPath, args, { timeout: 15_000 });
    const told = JSON.parse(stdout) as Record<'before' | 'during' | 'after', string[]>;
    expect(told.during).toContain('TCPSocketWrap');
    expect(told.after).toEqual(told.before);
  });

  it('no timer is left when it is closed by who sees that it is interrupted', async () => {
    const schedule = vi.spyOn(asyncScheduler, 'schedule');
    const server = await scriptedServer();
    const made = watched(server.url, { retry: { initialDelay: 15_000, jitter: 0 } });
    made.session.status$.subscribe(({ state }) => {
      if (state === 'interrupted') void made.session.close();
    });
    await eventually(() => {
      expect(server.held).toBe(1);
    });
    for (const socket of server.sockets) socket.destroy();
    await eventually(() => {
      expect(made.status()?.state).toBe('closed');
    });
    await made.session.close();
    const actions = schedule.mock.results.map(({ value }) => value as Subscription);
    schedule.mockRestore();
    expect(actions.length).toBeGreaterThan(0);
    expect(actions.filter(({ closed }) => !closed)).toEqual([]);
  });

  it('a session that nobody holds is freed', async () => {
    const refs = await used(await simulate(), []);
    expect(refs.size).toBe(3);
    await expectNone(() => alive(refs));
  });

  it('one that is still held holds neither chats nor notifications', async () => {
    const hold = [chatSession({ url: 'http://localhost' })];
    const refs = await used(await simulate(), hold);
    expect(refs.size).toBe(2);
    await expectNone(() => alive(refs));
    expect(hold).toHaveLength(2);
  });
});

/** Collects until nothing is alive. */
async function expectNone(left: () => readonly string[]): Promise<void> {
  for (let round = 0; round < 100 && left().length > 0; round += 1) await collect();
  expect(left()).toEqual([]);
}

describe('a late subscriber', () => {
  it('that stays does not hold what it was told at first', async () => {
    const told: WeakRef<object>[] = [];
    const current = (): { notifications: ChatNotification[]; seq: number } => {
      const notifications = [chatStateChange(), messageLog()];
      told.push(...notifications.map((value) => new WeakRef(value)));
      return { notifications, seq: 2 };
    };
    const outlet = new Outlet();
    const subscription = outlet.replayed(current).subscribe({ error: console.error });
    await collect();
    expect(told.map((value) => value.deref())).toEqual([undefined, undefined]);
    subscription.unsubscribe();
  });
});
