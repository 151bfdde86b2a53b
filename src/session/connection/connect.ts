import type { Connection, ConnectionOptions } from './connectionTypes.ts';

export const connect = (_: ConnectionOptions): Connection => {
  throw new Error('not built yet');
};
