import {defineConfig} from 'eslint/config';
import lit from 'eslint-plugin-lit';
import litA11y from 'eslint-plugin-lit-a11y';
import wc from 'eslint-plugin-wc';
import tseslint from 'typescript-eslint';

/** An import that would turn the direction of the folders around (see CONTRIBUTING.md). */
const closed = (folders, message, packages = []) => ({
  patterns: [
    {regex: `^(\\.\\./)+(${folders.join('|')})(/|$)`, message},
    ...packages.map((name) => ({group: [name, `${name}/*`], message})),
  ],
});

export default defineConfig(
  {ignores: ['dist/', 'coverage/', 'node_modules/']},
  {
    files: ['**/*.ts'],
    extends: [
      ...tseslint.configs.recommendedTypeChecked,
      lit.configs['flat/recommended'],
      wc.configs['flat/best-practice'],
      litA11y.configs.recommended,
    ],
    languageOptions: {
      parserOptions: {projectService: true, tsconfigRootDir: import.meta.dirname},
    },
    linterOptions: {reportUnusedDisableDirectives: 'error'},
    // So that rules about elements know a class that extends Lit's.
    settings: {wc: {elementBaseClasses: ['LitElement']}},
    rules: {
      eqeqeq: ['error', 'always', {null: 'ignore'}],
      '@typescript-eslint/consistent-type-imports': ['error', {fixStyle: 'separate-type-imports'}],
      '@typescript-eslint/no-floating-promises': 'error',
      // An interface may ask for a promise that one of its classes has no need to wait for.
      '@typescript-eslint/require-await': 'off',
      // Strict types tell what may be missing; an assertion in front of a reader is the shorter explanation.
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unused-vars': [
        'error',
        {argsIgnorePattern: '^_', ignoreRestSiblings: true},
      ],
      // Lit calls `@click=${this.#handleClick}` with the element as `this`.
      '@typescript-eslint/unbound-method': 'off',
      // Lists that never change their order need no directive.
      'lit/no-template-map': 'off',
      // Lit's own classes always have these callbacks, so there is nothing to guard.
      'wc/guard-super-call': 'off',
      'wc/no-method-prefixed-with-on': 'error',
    },
  },
  {
    files: ['src/**/*.ts', 'components/**/*.ts', 'styles/**/*.ts'],
    ignores: ['**/*.test.ts'],
    rules: {
      // zone.js up to 0.14 has a Promise of its own without them, and older browsers lack the others.
      'no-restricted-properties': [
        'error',
        ...['withResolvers', 'try'].map((property) => ({object: 'Promise', property})),
        {object: 'Object', property: 'groupBy'},
        {object: 'Map', property: 'groupBy'},
        {object: 'Array', property: 'fromAsync'},
      ],
    },
  },
  {
    files: ['src/**/*.ts'],
    rules: {
      'no-console': 'error',
      'no-restricted-imports': [
        'error',
        closed(
          ['components', 'styles', 'demo', 'test'],
          'The client knows neither its view nor its tests.',
          ['lit', 'lit-element', 'lit-html', '@lit'],
        ),
      ],
    },
  },
  {
    files: ['components/**/*.ts', 'styles/**/*.ts'],
    rules: {
      // A wrong attribute value is told to the page's author, once.
      'no-console': ['error', {allow: ['warn']}],
      'wc/max-elements-per-file': ['error', {max: 1}],
      'no-restricted-imports': [
        'error',
        {
          ...closed(['demo', 'test'], 'The product does not contain its demo or its tests.'),
          paths: [
            {
              name: 'lit',
              importNames: ['html'],
              message: 'Translators would break it; take `html` from `components/template.ts`.',
            },
          ],
        },
      ],
    },
  },
  {
    files: ['**/*.test.ts', '**/testing/**/*.ts', 'test/**/*.ts'],
    rules: {
      // Tests look into JSON whose shape is what they are about to check.
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
  {
    files: ['**/*.test.ts'],
    rules: {
      // `expect(x).to.be.true` is an expression.
      '@typescript-eslint/no-unused-expressions': 'off',
      // The types of `@open-wc/testing` make a promise of every `equal`, which is none, and `node:test` waits for
      // its tests by itself.
      '@typescript-eslint/no-floating-promises': [
        'error',
        {
          allowForKnownSafeCalls: [
            {from: 'package', package: 'chai', name: ['Equal']},
            {from: 'package', package: '@types/chai', name: ['Equal']},
            {from: 'package', package: '@open-wc/semantic-dom-diff', name: ['Equal']},
            {from: 'package', package: 'node:test', name: ['test', 'it', 'describe', 'suite']},
          ],
        },
      ],
      'no-restricted-syntax': [
        'error',
        {
          selector:
            'MemberExpression[object.name=/^(describe|it|test|suite)$/][property.name=/^(only|skip|todo)$/]',
          message: 'Every test runs, every time.',
        },
        {
          selector: 'ExpressionStatement > CallExpression[callee.property.name="accessible"]',
          message: 'The accessibility check takes time; await it.',
        },
      ],
      // A test may stand beside what it tests and use the helpers of test/.
      'no-restricted-imports': 'off',
      // Templates in tests are as wrong as the test needs them.
      'lit/no-template-arrow': 'off',
    },
  },
  {
    files: ['**/*.{js,mjs,cjs}'],
    extends: [tseslint.configs.base],
  },
);
