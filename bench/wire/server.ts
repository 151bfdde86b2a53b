/** A CometD server in a process of its own that publishes as many notifications as its parent asks for. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import cometd from 'cometd-nodejs-server';
import ack from 'cometd-nodejs-server/ack-extension.js';

/** As GWS pushes a message: one in a notification, from chats in turn. */
const notification = (chat: number, index: number): object => ({
  messageType: 'MessageLogUpdated',
  notificationType: 'NewMessages',
  chatUri: `http://127.0.0.1/api/v2/chats/0000WA9CAM6${chat.toString().padStart(4, '0')}`,
  messages: [
    {
      index,
      type: 'Text',
      from: { nickname: 'Ada', type: 'Customer', participantId: '007352CE982D031B' },
      text: `Message ${index}: when will my order arrive? It was to be here on Monday.`,
      visibility: 'All',
      timestamp: '2014-01-09 11:58:12.035+0200',
      timestampSeconds: 1389261492035,
    },
  ],
});

const chats = 100;
/** What is published before the server turns to its connections again. */
const slice = 100;

const server = createServer().listen(0, '127.0.0.1');
await once(server, 'listening');
const bayeux = cometd.createCometDServer();
bayeux.addExtension(new ack.AcknowledgedMessagesExtension());
server.on('request', bayeux.handle.bind(bayeux));
let published = 0;

async function publish(count: number): Promise<void> {
  const channel = bayeux.createServerChannel('/v2/me/chats'); // the one that is subscribed to: those without a listener are swept away
  for (let sent = 0; sent < count; sent += 1) {
    channel.publish(null, notification(published % chats, Math.floor(published / chats)));
    published += 1;
    if (sent % slice === slice - 1) await new Promise(setImmediate);
  }
}

process.on('message', (count: number) => {
  void publish(count);
});
process.on('disconnect', () => process.exit()); // its parent has failed
process.send?.(server.address());
