import type { Simulator } from '../../simulator/index.ts';

/** One thing that can be typed while a simulator runs. */
export interface Instruction {
  readonly name: string;
  /** What goes behind its name. */
  readonly takes: string;
  readonly does: string;
  /** Runs it and returns the result, or resolves when it is over. Throws the simulator's error for an invalid argument. */
  readonly run: (words: readonly string[]) => string | Promise<string>;
}

/** All that can be typed. */
export function instructions(simulator: Simulator): readonly Instruction[] {
  const { faults } = simulator;
  let opened: string | undefined;
  const chatId = (): string => {
    if (opened === undefined) throw new Error('open a chat first');
    return opened;
  };
  const instruction = (name: string, takes: string, does: string, run: Instruction['run']): Instruction => ({
    name,
    takes,
    does,
    run,
  });
  /** For the faults that wait until something happens. */
  const armed = (name: string, does: string, arm: (times?: number) => void): Instruction =>
    instruction(name, '[times]', does, ([times]) => {
      arm(number(times));
      return `${name}: armed`;
    });
  return [
    instruction(
      'restart',
      '[ms]',
      'kills the server, which comes back without its sessions',
      async ([ms]) => {
        await faults.restart(ms === undefined ? {} : { downFor: Number(ms) });
        return 'restart: it listens again';
      },
    ),
    instruction('expire', '', 'drops all sessions silently', () => {
      faults.expireSessions();
      return 'expire: done';
    }),
    instruction('drop', '', 'destroys all connections; the sessions stay', () => {
      faults.dropConnections();
      return 'drop: done';
    }),
    instruction('blackhole', '<ms>', 'answers nothing for so long', async ([ms]) => {
      await faults.blackhole(Number(ms));
      return 'blackhole: it answers again';
    }),
    instruction('delay', '<ms>', 'holds every response back by so much; 0 ends it', ([ms]) => {
      faults.delay(Number(ms));
      return `delay: ${Number(ms)} ms`;
    }),
    instruction('http', '<status> [times]', 'answers the next requests with a status', ([status, times]) => {
      faults.http(Number(status), number(times));
      return 'http: armed';
    }),
    armed('cut', 'cuts the next replies in the middle of the body', (times) => {
      faults.cutReplies(times);
    }),
    instruction('lag', '<ms>', 'makes REST show the state of so long ago; 0 ends it', ([ms]) => {
      faults.restLag(Number(ms));
      return `lag: ${Number(ms)} ms`;
    }),
    instruction('hide', '<ms>', 'empties the list of chats for so long; 0 ends it', ([ms]) => {
      faults.hideAllFromList(Number(ms));
      return `hide: ${Number(ms)} ms`;
    }),
    armed('duplicate', 'publishes the next messages twice', (times) => {
      faults.duplicate(times);
    }),
    armed('reorder', 'publishes messages late', (times) => {
      faults.reorder(times);
    }),
    armed('lose', 'never publishes the next messages', (times) => {
      faults.loseMessages(times);
    }),
    armed('malformed', 'publishes the next messages damaged', (times) => {
      faults.malformed(times);
    }),
    instruction('open', '[customer]', 'opens a chat', (words) => {
      opened = simulator.openChat(words.length === 0 ? {} : { customer: words.join(' ') });
      return `open: ${opened}`;
    }),
    instruction('say', '<text>', 'lets its customer say something', (words) => {
      simulator.say(chatId(), 'Customer', words.join(' '));
      return 'say: done';
    }),
    instruction('end', '', 'ends it', () => {
      simulator.setState(chatId(), 'Completed');
      return 'end: done';
    }),
    instruction('reopen', '', 'ends it if it is open, and opens it again with indices from 1 on', () => {
      simulator.setState(chatId(), 'Completed');
      faults.restartIndices(chatId());
      simulator.setState(chatId(), 'Chatting');
      return 'reopen: done';
    }),
    instruction('fired', '', 'shows how often each fault has taken effect', () =>
      Object.entries(faults.fired)
        .map(([fault, times]) => `${fault} ${times}`)
        .join(', '),
    ),
  ];
}

const number = (word: string | undefined): number | undefined =>
  word === undefined ? undefined : Number(word);
