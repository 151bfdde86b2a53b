import type { Connection, FollowOptions } from './connectionTypes.ts';

export const followClient = (_: FollowOptions): Connection => {
  throw new Error('not built yet');
};
