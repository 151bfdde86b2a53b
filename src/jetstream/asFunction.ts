import { type OperatorFunction, Subject } from 'rxjs';

/** A synchronous operator that emits one value for each, as a function. */
export function asFunction<T, R>(operator: OperatorFunction<T, R>): (value: T) => R {
  const input = new Subject<T>();
  let results: R[] = [];
  let failure = new Error('the operator emitted nothing');
  input.pipe(operator).subscribe({
    next: (result) => results.push(result),
    error: (error: unknown) => {
      failure = new Error('the operator failed', { cause: error });
    },
  });
  return (value) => {
    results = [];
    input.next(value);
    const [result] = results;
    if (result === undefined) throw failure;
    return result;
  };
}
