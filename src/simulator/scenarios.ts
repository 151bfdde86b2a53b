import { setTimeout as sleep } from 'node:timers/promises';
import { check, checkNames, checkOneOf, checkRunning } from './check.ts';
import type { FaultStep, ScenarioStep } from './scenarioStep.ts';
import type { Simulator } from './simulator.ts';
import type { SimulatorFaults } from './simulatorFaults.ts';

type ChatStepName = Exclude<ScenarioStep['do'], 'openChat' | 'wait' | 'fault'>;

/** The fields of each step beside `do`; those of `openChat` are its options. */
const FIELDS: Readonly<Record<Exclude<ScenarioStep['do'], 'openChat'>, readonly string[]>> = {
  say: ['from', 'text', 'chatId'],
  startTyping: ['from', 'preview', 'chatId'],
  stopTyping: ['from', 'chatId'],
  setState: ['state', 'chatId'],
  setUserData: ['userData', 'chatId'],
  wait: ['ms'],
  fault: ['fault', 'with'],
};

type Stage = Pick<Simulator, 'openChat' | 'faults' | ChatStepName>;

/** Performs scenarios on a stage until it is stopped. */
export function scenarios(stage: Stage, stopping: AbortSignal): Simulator['run'] {
  return async (scenario) => {
    check('run', 'scenario', scenario, 'a list');
    checkRunning(stopping.aborted);
    const faults: Promise<unknown>[] = [];
    let latest = '';
    for (const [position, step] of scenario.entries()) {
      if (stopping.aborted) break;
      const name = `scenario[${position}]`;
      check('run', name, step, 'an object');
      checkOneOf('run', `${name}.do`, step.do, ['openChat', ...Object.keys(FIELDS)]);
      if (step.do !== 'openChat') checkNames(`run: ${name}`, step, ['do', ...FIELDS[step.do]]);
      if (step.do === 'openChat') {
        const { do: _, ...options } = step;
        latest = stage.openChat(options);
      } else if (step.do === 'wait') {
        check('run', `${name}.ms`, step.ms, 'milliseconds from 0 to 2147483647');
        await sleep(step.ms, undefined, { signal: stopping }).catch(() => undefined);
      } else if (step.do === 'fault') {
        const over = start(stage.faults, step, name);
        faults.push(over);
        // Not awaited, but an invalid argument is reported at once.
        await Promise.race([over, Promise.resolve()]);
      } else {
        perform(stage, step, step.chatId ?? latest);
      }
    }
    await Promise.all(faults);
  };
}

type ChatStep = Extract<ScenarioStep, { readonly do: ChatStepName }>;

function perform(stage: Stage, step: ChatStep, chatId: string): void {
  if (step.do === 'say') stage.say(chatId, step.from, step.text);
  else if (step.do === 'startTyping') stage.startTyping(chatId, step.from, step.preview);
  else if (step.do === 'stopTyping') stage.stopTyping(chatId, step.from);
  else if (step.do === 'setState') stage.setState(chatId, step.state);
  else stage.setUserData(chatId, step.userData);
}

function start(
  faults: SimulatorFaults,
  { fault, with: args = [] }: FaultStep,
  name: string,
): Promise<unknown> {
  const known = Object.keys(faults).filter((key) => key !== 'fired');
  checkOneOf('run', `${name}.fault`, fault, known);
  check('run', `${name}.with`, args, 'a list');
  const method: unknown = Reflect.get(faults, fault);
  const over: unknown = typeof method === 'function' ? Reflect.apply(method, faults, args) : undefined;
  const promise = Promise.resolve(over);
  // The promise of the scenario rejects with it at the end.
  promise.catch(() => undefined);
  return promise;
}
