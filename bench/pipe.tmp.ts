import { pipeline } from '/work/main/bench/operators/pipeline.ts';
import { directory } from '/work/main/bench/operators/directory.ts';
for (const n of [10, 1000, 10000]) { for (const r of [pipeline(n)].flat()) console.log(n, r.contender, r.nsPerOp, r.ratio, r.goal); }
console.log(directory());
