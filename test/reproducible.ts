import { configureGlobal } from 'fast-check';

// The same mutants die in every run; how small a counterexample can be made is of no interest.
configureGlobal({ seed: 1, endOnFailure: true });
