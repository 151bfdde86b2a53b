import eslint from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import rxjsX from 'eslint-plugin-rxjs-x';
import tseslint from 'typescript-eslint';

const rootOnly = 'Import the root of the package: deep paths fail in Node or multiply its size.';

export default defineConfig(
  globalIgnores([
    'dist/',
    'coverage/',
    'temp/',
    'test/docs/.examples/',
    'docs/.vitepress/cache/',
    'docs/.vitepress/dist/',
    'examples/angular/', // linted by rules of its own, with a TypeScript of its own: `npm run example:angular`
  ]),
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  eslint.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [
      tseslint.configs.strictTypeChecked,
      tseslint.configs.stylisticTypeChecked,
      rxjsX.configs.strict,
    ],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      // A codec bears the name of its type; TypeScript itself refuses what would really clash.
      '@typescript-eslint/no-redeclare': 'off',
      'no-redeclare': 'off',
      // `t.Type<A, O, unknown>` says on purpose what a codec accepts.
      '@typescript-eslint/no-unnecessary-type-arguments': 'off',
      // It would have `!` for a cast, and `!` is forbidden.
      '@typescript-eslint/non-nullable-type-assertion-style': 'off',
      // The project has no enums, and classes are compared by their shape on purpose; both rules take a fifth of the time.
      '@typescript-eslint/no-unsafe-enum-assignment': 'off',
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      // Taking a field off by naming it beside the rest.
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
      // Exhaustive switches over unions; open string unions need their default.
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      // An error that came from elsewhere is passed on as it is.
      'rxjs-x/throw-error': ['error', { allowThrowingAny: false, allowThrowingUnknown: true }],
      'rxjs-x/finnish': [
        'error',
        { functions: false, methods: false, parameters: false, properties: true, variables: false },
      ],
      '@typescript-eslint/no-restricted-imports': [
        'error',
        { patterns: [{ group: ['fp-ts/*', 'io-ts/*', 'cometd/*', 'rxjs/internal/*'], message: rootOnly }] },
      ],
    },
  },
  {
    files: ['src/**/*.ts', 'operators/**/*.ts'],
    rules: { 'max-lines': ['error', 300], 'no-console': 'error' },
  },
  {
    // Casts have their place where wire data and foreign clients come in, and nowhere else.
    files: ['src/**/*.ts', 'operators/**/*.ts'],
    ignores: ['src/codec/**', 'src/channel/**'],
    rules: { '@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle: 'never' }] },
  },
  {
    // RxJS throws an error that nobody handles outside the stream, and vitest then fails the run: nothing is ignored.
    files: ['test/**/*.ts'],
    rules: { 'rxjs-x/no-ignored-error': 'off' },
  },
  {
    files: ['**/*.js', '**/*.cjs', '**/*.mjs'],
    extends: [tseslint.configs.disableTypeChecked],
    languageOptions: { globals: { module: 'writable' } },
  },
);
