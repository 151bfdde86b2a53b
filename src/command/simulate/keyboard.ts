import { wordsOfThrown } from '../exitCodes.ts';
import type { Instruction } from './instructions.ts';

/** What is typed, line by line, to what is done. Never throws. */
export const keyboard =
  (all: readonly Instruction[], quit: () => void, write: (line: string) => void) =>
  async (line: string): Promise<void> => {
    const [name = '', ...words] = line.trim().split(/\s+/);
    if (name === '') return;
    if (name === 'quit') {
      quit();
    } else if (name === 'help') {
      for (const text of helpLines(all)) write(text);
    } else {
      const instruction = all.find((candidate) => candidate.name === name);
      write(
        instruction === undefined
          ? `There is no "${name}"; help lists what there is.`
          : await answerOf(instruction, words),
      );
    }
  };

async function answerOf({ name, takes, run }: Instruction, words: readonly string[]): Promise<string> {
  try {
    return await run(words);
  } catch (error) {
    return `${name} ${takes}`.trim() + `: ${wordsOfThrown(error)}`;
  }
}

const helpLines = (all: readonly Instruction[]): readonly string[] =>
  [
    ...all.map(({ name, takes, does }) => [`${name} ${takes}`, does] as const),
    ['help', 'lists this'] as const,
    ['quit', 'ends it, as Ctrl-C does'] as const,
  ].map(([usage, does]) => `  ${usage.padEnd(24)} ${does}`);
