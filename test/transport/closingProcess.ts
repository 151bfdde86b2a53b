/** A process of its own with one session, which it closes after a while; prints what is left. */
import { createTransport } from '#transport';

const [bayeux = '', rest = ''] = process.argv.slice(2);
const transport = createTransport({ headers: () => ({}) });
const client = await transport.createClient({ transports: ['long-polling'], ack: true });
client.configure({ url: bayeux, logLevel: 'warn' });

/** Standard streams that are pipes are there from the start. */
const resources = (): string[] => process.getActiveResourcesInfo().filter((name) => name !== 'PipeWrap');

client.handshake(({ successful }) => {
  if (successful !== true) return;
  const ignore = (): void => undefined;
  client.subscribe('/a', ignore, ignore);
  void transport.fetch(`${rest}/answers`).then(async (response) => {
    await response.text();
    const hanging = transport.fetch(`${rest}/hangs`).catch(String);
    const body = (await transport.fetch(`${rest}/streams`)).text().catch(String);
    setTimeout(() => {
      const before = resources();
      transport.close();
      const status = client.getStatus();
      void Promise.all([hanging, body]).then((ends) => {
        setTimeout(() => {
          process.on('exit', () => {
            console.log(JSON.stringify({ before, status, ends, after }));
          });
          // Of the timer that runs this very line, nothing is left but its name.
          const after = resources();
          after.splice(after.indexOf('Timeout'), 1);
        }, 100);
      });
    }, 300);
  });
});
