import type { ChatView, Transcript } from 'rx-chat-notifications';

/** The customer's name. Who has left the chat is still known by what they wrote. */
export function customerOf({
  participants,
  transcript,
}: Pick<ChatView, 'participants' | 'transcript'>): string {
  const customer = participants.find(isCustomer) ?? authorIn(transcript);
  return customer?.nickname ?? 'Unknown customer';
}

function authorIn(transcript: Transcript): { readonly nickname: string } | undefined {
  for (const { from } of transcript) if (isCustomer(from)) return from;
  return undefined;
}

const isCustomer = ({ type }: { readonly type: string }): boolean => type === 'Customer' || type === 'Client';
