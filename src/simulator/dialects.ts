import type { Dialect } from './dialect.ts';
import { dialectV2 } from './dialectV2.ts';
import { dialectV3 } from './dialectV3.ts';
import type { SimulatorOptions } from './simulator.ts';

export const DIALECTS: Readonly<Record<Required<SimulatorOptions>['dialect'], Dialect>> = {
  v2: dialectV2,
  v3: dialectV3,
};
