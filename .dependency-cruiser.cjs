/** Which way imports point. Type-only imports count like all others. */

/** The parts of the package and what of our own each may import, beside itself. */
const parts = {
  model: { path: '^src/model/', may: [] },
  state: { path: '^src/state/', may: ['^src/model/', '^src/fold/epochs\\.ts$'] },
  codec: { path: '^src/codec/', may: ['^src/model/'] },
  channel: { path: '^src/channel/', may: [] },
  fold: { path: '^src/fold/', may: ['^src/model/', '^src/state/'] },
  redaction: { path: '^src/redaction/', may: ['^src/model/'] },
  operators: { path: '^operators/', may: ['^src/model/', '^src/state/', '^src/fold/', '^src/redaction/'] },
  console: { path: '^src/console\\.ts$', may: [] },
  recording: {
    path: '^src/recording/',
    may: ['^src/console\\.ts$', '^src/codec/', '^src/fold/', '^src/model/', '^operators/'],
  },
  transport: { path: '^src/transport/', may: ['^src/channel/'] },
  session: {
    path: '^src/session/',
    may: [
      '^src/console\\.ts$',
      '^src/channel/',
      '^src/transport/',
      '^src/codec/',
      '^src/model/',
      '^src/state/',
      '^src/fold/',
      '^src/redaction/',
      '^operators/',
    ],
  },
  tabs: {
    path: '^src/tabs/',
    may: ['^src/channel/', '^src/codec/', '^src/fold/', '^src/model/', '^src/session/', '^src/transport/'],
  },
  simulator: { path: '^src/simulator/', may: ['^src/model/', '^src/codec/', '^src/channel/'] },
  testing: { path: '^src/testing/', may: ['^src/model/', '^src/codec/', '^src/channel/'] },
  jetstream: {
    path: '^src/jetstream/',
    may: [
      '^src/channel/',
      '^src/console\\.ts$',
      '^src/codec/',
      '^src/fold/',
      '^src/model/',
      '^src/recording/',
      '^src/redaction/',
      '^src/session/',
      '^src/state/',
      '^operators/',
    ],
  },
  root: {
    path: '^src/index\\.ts$',
    may: ['^operators/', '^src/(?!simulator/|testing/|tabs/|command/|jetstream/)'],
  },
  command: { path: '^src/command/', may: ['^(src|operators)/'] },
};

const ours = '^(src|operators)/';
const anotherPackage = (name) => `(^|/)node_modules/${name}(/|$)`;

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...Object.entries(parts).map(([name, { path, may }]) => ({
      name: `${name}-imports`,
      severity: 'error',
      from: { path },
      to: { path: ours, pathNot: [path, ...may] },
    })),
    {
      name: 'channel-types-only',
      comment:
        'The simulator and the testing kit know the types of the channel, not its code; so does the transport.',
      severity: 'error',
      from: { path: '^src/(simulator|testing|transport)/' },
      to: { path: '^src/channel/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'unknown-part',
      comment: 'A new folder of the source gets its row in the table above.',
      severity: 'error',
      from: { path: ours, pathNot: Object.values(parts).map(({ path }) => path) },
      to: {},
    },
    {
      name: 'source-imports-source',
      comment: 'Tests, examples and scripts import the source, never the other way round.',
      severity: 'error',
      from: { path: ours },
      to: { path: '^(test|examples|scripts|bench|dist|docs)/' },
    },
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'pure-core',
      comment: 'The model and the folds over it are plain data and plain functions: no RxJS, no io-ts.',
      severity: 'error',
      from: { path: [parts.model.path, parts.state.path] },
      to: { path: 'node_modules/' },
    },
    {
      name: 'io-ts-only-in-codec',
      severity: 'error',
      from: { path: ours, pathNot: parts.codec.path },
      to: { path: anotherPackage('io-ts') },
    },
    {
      name: 'operators-stay-light',
      comment: 'Whoever imports one operator gets no codec and no transport along with it.',
      severity: 'error',
      from: { path: parts.operators.path },
      to: {
        reachable: true,
        path: [
          anotherPackage('(io-ts|fp-ts|cometd[^/]*)'),
          '^src/(channel|codec|recording|session|transport)/',
        ],
      },
    },
    {
      name: 'only-what-users-have',
      comment:
        'Dependencies and peers are installed with the package. The build bundles the packages named here.',
      severity: 'error',
      from: { path: ours },
      to: {
        path: 'node_modules/',
        pathNot: anotherPackage('(cometd-nodejs-server|commander|log-update|prom-client|tough-cookie)'),
        dependencyTypesNot: ['npm', 'npm-peer'],
      },
    },
    {
      name: 'terminal-only-in-command',
      comment: 'Whoever imports the library gets no parser of arguments along with it.',
      severity: 'error',
      from: { path: ours, pathNot: parts.command.path },
      to: { path: anotherPackage('(commander|log-update|prom-client|read)') },
    },
    {
      name: 'server-only-in-simulator',
      severity: 'error',
      from: { path: ours, pathNot: parts.simulator.path },
      to: { path: anotherPackage('cometd-nodejs-server') },
    },
    {
      name: 'node-only-in-simulator-jetstream-and-command',
      comment: 'Everything else, but for the transport of Node, loads in a browser, a worker and under SSR.',
      severity: 'error',
      from: {
        path: ours,
        pathNot: [
          parts.simulator.path,
          parts.jetstream.path,
          parts.command.path,
          '^src/transport/directReply',
        ],
      },
      to: { dependencyTypes: ['core'] },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^test/docs/\\.examples/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types', 'typings'],
    },
  },
};
