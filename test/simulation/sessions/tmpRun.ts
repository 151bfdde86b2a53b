import { generateSession } from '/tmp/w17/test/simulation/sessions/sessionScenario.ts';
import { simulateSession } from '/tmp/w17/test/simulation/sessions/simulateSession.ts';
const [from, n, t] = process.argv.slice(2).map(Number);
const c0 = process.cpuUsage();
let req=0, em=0;
for (let s = from!; s < from! + n!; s++) {
  const { violation, requests, emitted } = await simulateSession(generateSession(s), t ? console.log : undefined);
  req+=requests; em+=emitted;
  if (violation) console.log(s, violation.kind, Math.round(violation.at), violation.detail.slice(0, 900));
}
const c=process.cpuUsage(c0);
console.log(n, req, em, 'cpu ms', (c.user+c.system)/1000);
