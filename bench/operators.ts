/** What the operators cost, and how the cost grows: `npm run bench:operators`, see `README.md`. */
import { append } from './operators/append.ts';
import { directory } from './operators/directory.ts';
import { ibans } from './operators/ibans.ts';
import { heldAfterChats, heldPerMessage } from './operators/memory.ts';
import { pipeline } from './operators/pipeline.ts';
import { report } from './report.ts';

const perMessage = heldPerMessage(); // first, while little else is held
const rows = [
  ...pipeline(10, 0.45),
  ...pipeline(1_000, 0.55),
  ...pipeline(10_000, 0.7),
  directory(),
  ...append(),
  ...ibans(),
];
const memory = heldAfterChats();
report([...rows, perMessage, ...memory.rows], memory.complaints);
