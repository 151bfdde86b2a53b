import type { FaultName } from '../../shared/faults.ts';
import { CONSOLE_PATH, type ConsoleConfig } from '../../shared/news.ts';

const post = (path: string): Promise<Response> =>
  fetch(CONSOLE_PATH + path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{}' });

export async function consoleConfig(): Promise<ConsoleConfig> {
  const response = await fetch(`${CONSOLE_PATH}/config`);
  return (await response.json()) as ConsoleConfig;
}

/** Lets a fault happen. */
export async function strikeFault(name: FaultName): Promise<void> {
  await post(`/faults/${name}`);
}

/** Somebody calls; gives the chat. */
export async function newCustomer(): Promise<string> {
  const response = await post('/chats');
  const { chatId } = (await response.json()) as { readonly chatId: string };
  return chatId;
}
