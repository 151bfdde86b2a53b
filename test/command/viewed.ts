import { stripVTControlCharacters } from 'node:util';
import { Subject } from 'rxjs';
import { canonical, type ChatNotification, chatSession, type Participant } from 'rx-chat-notifications';
import {
  chatStateChange,
  type FakeBayeuxClient,
  fakeBayeuxClient,
  messageLog,
  participant,
} from 'rx-chat-notifications/testing';
import { introduction } from '../../src/command/demo/play.ts';
import { type Desk, emptyDesk, type ServerNews } from '../../src/command/view/desk.ts';
import { frame } from '../../src/command/view/frame.ts';
import { deskUpdates } from '../../src/command/view/deskUpdates.ts';
import { plainLines } from '../../src/command/view/plainLines.ts';

export const channel = '/v2/me/chats';
export const chatId = '0000WA9CAM6ZGH5';
export const customer: Participant = participant({ nickname: 'Fatma', type: 'Customer' });

export interface Viewed {
  readonly client: FakeBayeuxClient;
  readonly publish: (notification: ChatNotification) => void;
  readonly server$: Subject<ServerNews>;
  /** The lines of a pipe. */
  readonly plain: readonly string[];
  /** Lets the customer say lines under these indices. */
  readonly say: (...indices: readonly number[]) => void;
  readonly desk: () => Desk;
  /** The lines of a terminal, without colours. */
  readonly frame: (columns: number) => readonly string[];
}

/** The view on a client without a network. */
export function viewed(): Viewed {
  const client = fakeBayeuxClient();
  const server$ = new Subject<ServerNews>();
  const plain: string[] = [];
  const view = plainLines((line) => plain.push(line), introduction);
  let desk: Desk = emptyDesk;
  deskUpdates(chatSession({ client, logger: () => undefined }), server$).subscribe((update) => {
    view.show(update);
    desk = update.after;
  });
  client.handshake();
  const publish = (notification: ChatNotification): void => {
    client.publish(channel, canonical(notification).data);
  };
  publish(chatStateChange({ chat: { id: chatId, participants: [customer] } }));
  return {
    client,
    publish,
    server$,
    plain,
    say: (...indices: readonly number[]): void => {
      const messages = indices.map((index) => ({ index, from: customer, text: `Line ${index}` }));
      publish(messageLog({ chatId, messages }));
    },
    desk: () => desk,
    frame: (columns: number) =>
      frame(desk, introduction, 7, { rows: 20, columns }).map((line) => stripVTControlCharacters(line)),
  };
}
