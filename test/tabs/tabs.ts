import type { Subscription } from 'rxjs';
import type { ChatNotification, LogEntry } from 'rx-chat-notifications';
import { startSimulator, type Simulator, type SimulatorOptions } from 'rx-chat-notifications/simulator';
import type { SharedSession, SharedSessionOptions } from 'rx-chat-notifications/tabs';
import { expect, onTestFinished } from 'vitest';
import { runSharedSession } from '../../src/tabs/runSharedSession.ts';
import type { FakeBrowser, FakeTab } from './fakeBrowser.ts';

/** A tab of a test: its page, its session, and what that has emitted. */
export interface OpenTab {
  readonly page: FakeTab;
  readonly session: SharedSession;
  readonly notifications: ChatNotification[];
  readonly log: LogEntry[];
  readonly listening: Subscription;
}

export async function simulate(options: SimulatorOptions = {}): Promise<Simulator> {
  const simulator = await startSimulator(options);
  onTestFinished(() => simulator.stop());
  return simulator;
}

export function openTab(
  browser: FakeBrowser,
  { url, credentials }: Simulator,
  options: Partial<SharedSessionOptions> = {},
  isVisible = true,
): OpenTab {
  const page = browser.openTab(isVisible);
  const log: LogEntry[] = [];
  const session = runSharedSession(
    {
      url,
      credentials,
      takeoverAfter: 1_000,
      retry: { initialDelay: 50 },
      logger: (entry) => log.push(entry),
      ...options,
    },
    page,
  );
  const notifications: ChatNotification[] = [];
  const listening = session.notifications$.subscribe((notification) => notifications.push(notification));
  onTestFinished(() => session.close());
  return { page, session, notifications, log, listening };
}

/** The texts that a tab has emitted of a chat, in order. */
export const textsOf = ({ notifications }: OpenTab, chatId: string): readonly string[] =>
  notifications.flatMap((notification) =>
    notification.kind === 'messages' && notification.chatId === chatId
      ? notification.messages.flatMap(({ text }) => text ?? [])
      : [],
  );

export const eventually = async (assertion: () => void, timeout = 10_000): Promise<void> => {
  await expect
    .poll(
      () => {
        assertion();
        return true;
      },
      { timeout, interval: 20 },
    )
    .toBe(true);
};

export const roles = (tabs: readonly OpenTab[]): readonly string[] =>
  tabs.map(({ session }) => session.status.role);

export const warnings = (log: readonly Pick<LogEntry, 'level' | 'message'>[]): readonly string[] =>
  log.filter(({ level }) => level === 'warn').map(({ message }) => message);
