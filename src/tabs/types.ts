import type { Observable } from 'rxjs';
import type { ConnectionStatus } from '../channel/index.ts';
import type { ChatSession, SessionOptions } from '../session/index.ts';

/** The options of `chatSession`, and how its tabs find each other. */
export interface SharedSessionOptions extends SessionOptions {
  /**
   * Tabs share a connection only with others of the same name. Required with bearer or header credentials, for instance the
   * id of the user; the users are compared in any case.
   */
  readonly name?: string;
  /** After so long without a sign of the leader, a visible tab takes over, in milliseconds. Default 10,000. */
  readonly takeoverAfter?: number;
}

/**
 * - `leader`: this tab has the connection, and passes on what it brings
 * - `follower`: another tab has it, or is about to
 * - `alone`: the tabs of this browser cannot share; this one has a connection of its own
 */
export type TabRole = 'leader' | 'follower' | 'alone';

/** The status of the shared connection, and what this tab is to it. */
export interface SharedStatus extends ConnectionStatus {
  readonly role: TabRole;
  /** The number of the current leader's term: it grows with each takeover. Absent until there is a leader. */
  readonly term?: number;
}

/** A `ChatSession` whose connection is shared by all tabs, made by {@link sharedSession}. */
export interface SharedSession extends ChatSession {
  readonly status$: Observable<SharedStatus>;
  readonly status: SharedStatus;
}

/** What this package uses of `navigator.locks`. */
export interface LockManagerLike {
  request(
    name: string,
    options: { readonly steal?: true; readonly signal?: AbortSignal },
    callback: () => Promise<void>,
  ): Promise<unknown>;
  query(): Promise<{ readonly held?: readonly { readonly name?: string; readonly clientId?: string }[] }>;
}

/** What this package uses of `BroadcastChannel`. */
export interface BroadcastChannelLike {
  postMessage(message: unknown): void;
  close(): void;
  onmessage: ((event: { readonly data: unknown }) => void) | null;
  onmessageerror: ((event: unknown) => void) | null;
}

/** What a tab needs of its browser. */
export interface TabBrowser {
  readonly locks: LockManagerLike;
  readonly openChannel: (name: string) => BroadcastChannelLike;
  readonly isVisible: () => boolean;
  /** Calls back on the events of the document and the window; returns how to stop. */
  readonly onPageEvent: (listener: (type: PageEvent) => void) => () => void;
  /** SHA-256, as text. */
  readonly digest: (text: string) => Promise<string>;
  readonly newId: () => string;
  /** A clock that is not set, in milliseconds. */
  readonly now: () => number;
}

/** `away`: the page is frozen, left or kept for the way back; `back`: it is in use again. */
export type PageEvent = 'visibility' | 'away' | 'back';
