import type { Subscription } from 'rxjs';
import { groupName } from './groupName.ts';
import { TabGroup, type TabGroupOptions } from './tabGroup.ts';
import type { TabSettings } from './tabSettings.ts';
import type { TabBrowser } from './types.ts';

export interface JoinOptions extends Omit<TabGroupOptions, 'browser' | 'name' | 'onAlone'> {
  /** Closed when the tab has left again. */
  readonly joining: Subscription;
  readonly onJoined: (group: TabGroup) => void;
  /** @param isFinal - another attempt would lead to the same. */
  readonly onAlone: (reason: string, isFinal: boolean) => void;
}

/** Finds the group of this tab and joins it, or says why this tab cannot share. */
export function joinGroup(
  browser: TabBrowser | string,
  settings: TabSettings,
  { joining, onJoined, onAlone, ...options }: JoinOptions,
): void {
  const { session, name } = settings;
  if (typeof browser === 'string') {
    onAlone(browser, true);
    return;
  }
  const reason = reasonOf(settings);
  if (reason !== undefined) {
    onAlone(reason, true);
    return;
  }
  const alone = (why: string, isFinal = true): void => {
    if (!joining.closed) onAlone(why, isFinal);
  };
  const enter = (groupOf: string): void => {
    if (joining.closed) return;
    try {
      onJoined(new TabGroup({ ...options, browser, name: groupOf, onAlone: alone }));
    } catch (error) {
      alone(`the browser opens no BroadcastChannel here: ${String(error)}`);
      return;
    }
    options.dispatch({ type: 'visible', isVisible: browser.isVisible() });
    options.dispatch({ type: 'join' });
  };
  groupName(session, name, browser.digest).then(enter, (error: unknown) => {
    alone(`the user is not known: ${error instanceof Error ? error.message : String(error)}`, false);
  });
}

/** Why tabs with these options cannot share. */
function reasonOf({ session: { client, credentials, url } }: TabSettings): string | undefined {
  if (client !== undefined) return 'the option client is a connection of its own';
  const isUserAsked = credentials !== undefined && credentials.kind !== 'basic';
  return isUserAsked && url === undefined ? 'without the option url, users cannot be compared' : undefined;
}
