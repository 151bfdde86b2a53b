export const agent: { nickname: string; type: string; participantId: string } = {
  nickname: 'TestName',
  type: 'Agent',
  participantId: '007352CE72D50290',
};

export function state(chat: object): { messageType: string; notificationType: string; chat: object } {
  return { messageType: 'ChatStateChangeMessage', notificationType: 'StatusChange', chat };
}

export function log(...messages: object[]): {
  messageType: string;
  notificationType: string;
  chatUri: string;
  messages: object[];
} {
  return {
    messageType: 'MessageLogUpdated',
    notificationType: 'NewMessages',
    chatUri: 'http://localhost/api/v2/chats/A',
    messages: messages.map((message) => ({ index: 1, type: 'Text', from: agent, ...message })),
  };
}
