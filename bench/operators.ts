/** What the operators cost, and how that grows: `npm run bench:operators`, see `README.md`. */
import { append } from './operators/append.ts';
import { againstByHand } from './operators/byHand.ts';
import { directory } from './operators/directory.ts';
import { heldAfterChats, heldPerMessage } from './operators/memory.ts';
import { pipeline } from './operators/pipeline.ts';
import { report } from './report.ts';

const memory = [heldAfterChats(), heldPerMessage()]; // first, while little else is held
report([...[10, 1_000, 10_000].map(pipeline), directory(), ...againstByHand(), ...append(), ...memory], []);
