import { onTestFinished } from 'vitest';
import { currentDispatcher, type Dispatcher, dispatcherSlot } from '../../src/transport/dispatcher.ts';

/** Node makes its dispatcher at its first request. */
export async function dispatcherOfNode(): Promise<Dispatcher> {
  await fetch('data:,');
  const dispatcher = currentDispatcher();
  if (dispatcher === undefined) throw new Error('This Node has no dispatcher');
  return dispatcher;
}

/** Sets what all requests are sent with until the test is finished. */
export function useDispatcher(dispatcher: Dispatcher): void {
  const before: unknown = Reflect.get(globalThis, dispatcherSlot);
  Reflect.set(globalThis, dispatcherSlot, dispatcher);
  onTestFinished(() => {
    Reflect.set(globalThis, dispatcherSlot, before);
  });
}
