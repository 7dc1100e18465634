import js from '@eslint/js';
import nx from '@nx/eslint-plugin';
import regexp from 'eslint-plugin-regexp';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

import { ensureProjectGraph, moduleBoundaries } from './tools/workspace/module-boundaries.js';

await ensureProjectGraph();

const tests = ['**/*.test.ts', '**/test/**/*.ts'];

const exportByName = {
  selector: 'ExportDefaultDeclaration',
  message: 'Export by name, so that a thing has one name everywhere.',
};

const noSleep = {
  selector: 'AwaitExpression > CallExpression[callee.name=/^(delay|sleep|after|setTimeout)$/]',
  message: 'Wait for the condition, with a deadline: waitFor of @webhooks/testing.',
};

export default defineConfig(
  globalIgnores([
    ...['**/dist/', '**/gen/', '**/data/', '**/.nx/', '**/.bench/', '**/.torture/', '.tools/'],
    // Compiled against what is generated, where it is generated.
    'proof/clients/drivers/',
  ]),
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  {
    plugins: { regexp },
    rules: {
      // Nobody's bytes may cost more than their length.
      'regexp/no-super-linear-backtracking': ['error', { report: 'potential' }],
      'regexp/no-super-linear-move': ['error', { report: 'potential' }],
    },
  },
  {
    files: ['**/*.{ts,tsx}'],
    // What needs types is looked at by oxlint, in a tenth of the time: .oxlintrc.json.
    extends: [tseslint.configs.recommended],
    plugins: { '@nx': nx },
    rules: {
      '@nx/enforce-module-boundaries': ['error', moduleBoundaries({ tests: false })],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', ignoreRestSiblings: true, ignoreUsingDeclarations: true },
      ],
      eqeqeq: 'error',
      'no-console': 'error',
      'no-restricted-syntax': ['error', exportByName],
    },
  },
  {
    files: tests,
    rules: {
      '@nx/enforce-module-boundaries': ['error', moduleBoundaries({ tests: true })],
      // Tests assert by reading chai's properties.
      '@typescript-eslint/no-unused-expressions': 'off',
    },
  },
  { files: ['**/*.test.ts'], rules: { 'no-restricted-syntax': ['error', exportByName, noSleep] } },
  {
    files: ['libs/domain/src/**/*.ts'],
    ignores: tests,
    rules: { 'no-restricted-imports': ['error', { patterns: ['node:*'] }] },
  },
  { files: ['tools/**', 'proof/**'], rules: { 'no-console': 'off' } },
  {
    files: ['**/*.js', '**/*.mjs'],
    languageOptions: {
      globals: { console: 'readonly', performance: 'readonly', process: 'readonly' },
    },
  },
);
