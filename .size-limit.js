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
  operators('operationResult', '910 B'),
  operators('statusChanges', '1.14 kB'),
  operators('capabilityChanges', '1.11 kB'),
  operators('hasCapability', '1.11 kB'),
  operators('groupByChat', '1.19 kB'),
  operators('participantChanges', '1.34 kB'),
  operators('userDataChanges', '1.35 kB'),
  operators('dedupeByIndex', '1.53 kB'),
  operators('awaitingReply', '1.59 kB'),
  operators('redact', '2.05 kB'),
  operators('typingParticipants', '2.01 kB'),
  operators('unreadCount', '1.95 kB'),
  operators('transcriptAccumulator', '2.37 kB'),
  operators('chatViews', '3.85 kB'),
  operators('chatDirectory', '4.58 kB'),
  operators('filterByChat, statusChanges, dedupeByIndex, transcriptAccumulator', '3.5 kB'),
  check('rx-chat-notifications/operators', 'dist/operators/index.js', '10.45 kB'),
  check('rx-chat-notifications', 'dist/src/index.js', '33.75 kB'),
  check('rx-chat-notifications/testing', 'dist/src/testing/index.js', '2 kB'),
  check('rx-chat-notifications/simulator', 'dist/src/simulator/index.js', '13.3 kB', {
    ignore: ['node:*', 'cometd-nodejs-server', 'cometd-nodejs-server/ack-extension.js'],
  }),
];
