import { CometD } from 'cometd';
import type { BayeuxClient } from '../../src/channel/bayeuxClient.ts';
export const client: BayeuxClient = new CometD();
