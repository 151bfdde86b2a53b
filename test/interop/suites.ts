/** The test files that run over each server, as paths from the root. */
export const suites: readonly string[] = [
  'test/integration/connectionStatus.test.ts',
  'test/integration/fromChannel.test.ts',
  'test/integration/fromChannelEnds.test.ts',
  'test/integration/fromChannelReconnecting.test.ts',
  'test/session/credentials.test.ts',
  'test/session/fetch.test.ts',
  'test/session/history/restoringOverSockets.test.ts',
  'test/session/history/gwsHistory.test.ts',
  'test/session/history/session.test.ts',
  'test/session/leaks.test.ts',
  'test/session/life.test.ts',
  'test/session/overSimulator.test.ts',
  'test/session/secrets.test.ts',
  'test/session/streams.test.ts',
  'test/session/tryingAgain.test.ts',
];
