import { of } from 'rxjs';
import { type MessageLogUpdate, redact } from '../../src/index.ts';
import { messageLog } from '../../src/testing/index.ts';
import { medianOf } from '../ratio.ts';
import type { BenchRow } from '../report.ts';
import { timed } from './streams.ts';

/** Texts in which each word begins like an account number. */
const words = ['DE88 ', 'ab12 cd34 ', '-AA00', 'ZZ99 ZZ99-', 'zz99\u00a0'];
const yardstick = 100;

/** How long the rule for account numbers takes for a megabyte, in relation to 100 ms. */
export function ibans(): readonly BenchRow[] {
  return words.map((word) => {
    const log: MessageLogUpdate = messageLog({
      messages: [{ index: 1, text: word.repeat(1e6 / word.length) }],
    });
    const spent = Array.from({ length: 5 }, () =>
      timed(() =>
        of(log)
          .pipe(redact({ builtIn: ['iban'] }))
          .subscribe(),
      ),
    );
    return {
      bench: 'operators',
      case: `redact: account numbers in a megabyte of ${JSON.stringify(word)} against 100 ms`,
      contender: 'ours',
      nsPerOp: medianOf(spent) * 1e6,
      ratio: medianOf(spent) / yardstick,
      goal: 1,
    };
  });
}
