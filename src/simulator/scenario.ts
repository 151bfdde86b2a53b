import { setTimeout as sleep } from 'node:timers/promises';
import { check, checkOneOf } from './check.ts';
import type { ScenarioStep } from './scenarioStep.ts';
import type { Simulator } from './simulator.ts';

const STEPS: readonly ScenarioStep['do'][] = ['openChat', 'say', 'setState', 'setUserData', 'wait', 'fault'];

type Stage = Pick<Simulator, 'openChat' | 'say' | 'setState' | 'setUserData' | 'faults'>;

/** Performs scenarios on a stage until it is stopped. */
export function scenarios(stage: Stage, stopping: AbortSignal): Simulator['run'] {
  async function perform(step: ScenarioStep, latest: string, underWay: Promise<void>[]): Promise<string> {
    switch (step.do) {
      case 'openChat': {
        const { do: _, ...options } = step;
        return stage.openChat(options);
      }
      case 'say':
        stage.say(step.chatId ?? latest, step.from, step.text);
        break;
      case 'setState':
        stage.setState(step.chatId ?? latest, step.state);
        break;
      case 'setUserData':
        stage.setUserData(step.chatId ?? latest, step.userData);
        break;
      case 'wait':
        check('run', 'ms', step.ms, 'milliseconds from 0 to 2147483647');
        await sleep(step.ms, undefined, { signal: stopping }).catch(() => undefined);
        break;
      case 'fault':
        underWay.push(start(stage, step.fault, step.with ?? []));
        // Whoever waits for the scenario hears of it in the end.
        underWay.at(-1)?.catch(() => undefined);
    }
    return latest;
  }

  return async (scenario) => {
    check('run', 'scenario', scenario, 'a list');
    const underWay: Promise<void>[] = [];
    let latest = '';
    for (const [position, step] of scenario.entries()) {
      if (stopping.aborted) break;
      check('run', `scenario[${position}]`, step, 'an object');
      checkOneOf('run', `scenario[${position}].do`, step.do, STEPS);
      if (step.do === 'fault')
        checkOneOf('run', `scenario[${position}].fault`, step.fault, faultNames(stage));
      latest = await perform(step, latest, underWay);
    }
    await Promise.all(underWay);
  };
}

const faultNames = ({ faults }: Stage): readonly string[] =>
  Object.keys(faults).filter((name) => name !== 'fired');

/** Starts a fault, whose arguments it checks itself. */
async function start({ faults }: Stage, fault: string, args: readonly unknown[]): Promise<void> {
  const method: unknown = Reflect.get(faults, fault);
  if (typeof method === 'function') await Reflect.apply(method, faults, args);
}
