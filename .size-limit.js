/** What each entry, and each operator alone, costs an app, minified and gzipped. Peers are not counted. */
const check = (name, path, limit, options) => ({
  name,
  path,
  limit,
  gzip: true,
  // The `paths` of tsconfig.json would bundle Node's transport; an app's bundler has but the package's own `imports`.
  // esbuild warns of imports for side effects alone, which splitting leaves behind and `sideEffects: false` drops.
  modifyEsbuildConfig: (config) => ({ ...config, logLevel: 'error', tsconfigRaw: {} }),
  ...options,
});

const operators = (names, limit) =>
  check(names, 'dist/operators/index.js', limit, { import: `{ ${names} }` });

export default [
  operators('operationErrors', '100 B'),
  operators('observeInZone', '310 B'),
  operators('takeUntilEnded', '380 B'),
  operators('chatMessages', '400 B'),
  operators('filterByChat', '600 B'),
  operators('operationResult', '1.15 kB'),
  operators('statusChanges', '1.95 kB'),
  operators('capabilityChanges', '1.92 kB'),
  operators('hasCapability', '1.92 kB'),
  operators('groupByChat', '2 kB'),
  operators('participantChanges', '3.51 kB'),
  operators('userDataChanges', '2.2 kB'),
  operators('dedupeByIndex', '6 kB'),
  operators('awaitingReply', '6.46 kB'),
  operators('redact', '2.48 kB'),
  operators('typingParticipants', '3.54 kB'),
  operators('responseTimes', '6.74 kB'),
  operators('responseBreaches', '6.65 kB'),
  operators('unreadCount', '6.69 kB'),
  operators('transcriptAccumulator', '5.27 kB'),
  operators('chatViews', '6.46 kB'),
  operators('chatDirectory', '7.33 kB'),
  operators('filterByChat, statusChanges, dedupeByIndex, transcriptAccumulator', '6.68 kB'),
  check('rx-chat-notifications/operators', 'dist/operators/index.js', '17 kB'),
  check('rx-chat-notifications', 'dist/src/index.js', '60.2 kB'),
  check('chatSession', 'dist/src/index.js', '49.4 kB', { import: '{ chatSession }' }),
  check('rx-chat-notifications/tabs', 'dist/src/tabs/index.js', '60.9 kB'),
  check('rx-chat-notifications/jetstream', 'dist/src/jetstream/index.js', '66.8 kB', {
    ignore: ['node:*', '@nats-io/jetstream', '@nats-io/kv'],
  }),
  check('rx-chat-notifications/testing', 'dist/src/testing/index.js', '2.08 kB'),
  check('rx-chat-notifications/simulator', 'dist/src/simulator/index.js', '22.9 kB', {
    ignore: ['node:*', 'cometd-nodejs-server', 'cometd-nodejs-server/ack-extension.js'],
  }),
];
