import type { Message } from './protocol.ts';
import { protocolVersion } from './protocol.ts';
import { readMessage } from './readMessage.ts';
import type { BroadcastChannelLike } from './types.ts';

/** How the tabs of a group talk. */
export interface TabChannel {
  readonly post: (message: Message) => void;
  readonly close: () => void;
}

export interface TabChannelOptions {
  readonly open: (name: string) => BroadcastChannelLike;
  readonly name: string;
  /** The id of the tab. */
  readonly id: string;
  readonly onMessage: (message: Message) => void;
  /** A tab with a newer version of the package. */
  readonly onNewer: () => void;
  /** Something that is no message, or could not be sent as it is. */
  readonly onOdd: (what: string) => void;
}

const app = 'rx-chat-notifications';

/** Messages to one tab have a channel of their own, so that the others need not read a snapshot that is not theirs. */
export function tabChannel({ open, name, id, onMessage, onNewer, onOdd }: TabChannelOptions): TabChannel {
  let isClosed = false;

  function receive({ data }: { readonly data: unknown }): void {
    if (isClosed) return;
    const read = readMessage(data);
    if (read === 'newer') onNewer();
    else if (read === undefined) onOdd('a malformed message on the channel of the tabs was ignored');
    else if (read !== 'older') onMessage(read);
  }

  const channels = [name, `${name}/${id}`].map((channelName) => {
    const channel = open(channelName);
    channel.onmessage = receive;
    channel.onmessageerror = () => {
      onOdd('a message on the channel of the tabs could not be read');
    };
    return channel;
  });

  function post(message: Message): void {
    if (isClosed) return;
    const enveloped = { ...message, app, version: protocolVersion };
    const [common] = channels;
    const channel = message.to === undefined ? common : open(`${name}/${message.to}`);
    if (channel === undefined) return;
    try {
      channel.postMessage(enveloped);
    } catch (error) {
      // Only values that are not plain data fail, such as a function that `mapMessage` has left in a message.
      onOdd(`a ${message.type} message is sent to the other tabs as JSON: ${String(error)}`);
      channel.postMessage(JSON.parse(JSON.stringify(enveloped)));
    }
    if (channel !== common) channel.close();
  }

  return {
    post,
    close: () => {
      isClosed = true;
      for (const channel of channels) channel.close();
    },
  };
}
