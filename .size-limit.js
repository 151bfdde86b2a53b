/** What each entry, and each operator alone, costs an app, minified and gzipped. Peers are not counted. */
const check = (name, path, limit, options) => ({
  name,
  path,
  limit,
  gzip: true,
  // esbuild warns of imports for side effects alone, which splitting leaves behind and `sideEffects: false` drops.
  modifyEsbuildConfig: (config) => ({ ...config, logLevel: 'error' }),
  ...options,
});

const operators = (names, limit) =>
  check(names, 'dist/operators/index.js', limit, { import: `{ ${names} }` });

export default [
  operators('filterByChat', '600 B'),
  operators('statusChanges', '1.2 kB'),
  operators('dedupeByIndex', '1.6 kB'),
  operators('transcriptAccumulator', '2.4 kB'),
  operators('filterByChat, statusChanges, dedupeByIndex, transcriptAccumulator', '3.5 kB'),
  check('rx-chat-notifications/operators', 'dist/operators/index.js', '4 kB'),
  check('rx-chat-notifications', 'dist/src/index.js', '11.5 kB'),
  check('rx-chat-notifications/testing', 'dist/src/testing/index.js', '2 kB'),
  check('rx-chat-notifications/simulator', 'dist/src/simulator/index.js', '7 kB', {
    ignore: ['node:*', 'cometd-nodejs-server'],
  }),
];
