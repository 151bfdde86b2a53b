import type { ChatOptions } from './chat-options';

/**
 * Asks the server of this page, because a simulator has another port each time. An app in production signs its agent
 * in instead, and gives `credentials.bearer(() => token)`.
 */
export async function fetchOptions(): Promise<ChatOptions> {
  const response = await fetch('options.json');
  if (!response.ok) throw new Error(`options.json: HTTP ${response.status}`);
  return (await response.json()) as ChatOptions;
}
