/** A process of its own with one session, which it closes; prints what it leaves. */
import { setTimeout as sleep } from 'node:timers/promises';
import { filter, merge, take } from 'rxjs';
import { chatSession, credentials } from '../../src/index.ts';

const [url = ''] = process.argv.slice(2);
/** Standard streams that are pipes are there from the start. */
const resources = (): string[] => process.getActiveResourcesInfo().filter((name) => name !== 'PipeWrap');
await sleep(1); // in a timer, as it is measured afterwards: what runs is listed, too
const before = resources();
const chats = chatSession({ url, credentials: credentials.basic('Sam', 'secret-of-Sam') });
merge(chats.notifications$, chats.chats$, chats.failures$, chats.foreign$).subscribe();

chats.status$
  .pipe(
    filter(({ state }) => state === 'connected'),
    take(1),
  )
  .subscribe(() => {
    void chats.fetch('/api/v2/me').then(async (response) => {
      await response.text();
      const during = resources();
      await chats.close();
      await sleep(100);
      process.on('exit', () => {
        console.log(JSON.stringify({ before, during, after }));
      });
      const after = resources();
    });
  });
