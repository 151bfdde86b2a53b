import { expect, it } from 'vitest';
import { singleClicks } from '../../examples/web-console/page/view/singleClicks.ts';

it('the second of a double click does nothing, on whichever button and however the browser counts; a key does', () => {
  const done: string[] = [];
  const single = singleClicks();
  const accept = single(() => done.push('accept'));
  const leave = single(() => done.push('leave'));
  accept({ detail: 1, timeStamp: 1_000 });
  leave({ detail: 1, timeStamp: 1_250 });
  leave({ detail: 3, timeStamp: 1_500 });
  expect(done).toEqual(['accept']);
  leave({ detail: 0, timeStamp: 1_600 });
  leave({ detail: 1, timeStamp: 2_100 });
  expect(done).toEqual(['accept', 'leave', 'leave']);
});
