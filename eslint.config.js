import js from '@eslint/js';
import tseslint from 'typescript-eslint';

/** Which folder may import which (see docs/development.md, "Who may import whom"). */
const noImports = (folders, { node = true, packages = [] } = {}) => ({
  'no-restricted-imports': [
    'error',
    {
      patterns: [
        ...folders.map((folder) => ({
          group: [`**/${folder}/*`],
          message: `this folder must not import ${folder}`,
        })),
        ...(node ? [] : [{ group: ['node:*'], message: 'this folder is pure: it runs without Node' }]),
        ...packages.map((name) => ({ group: [name], message: `this folder must not import ${name}` })),
      ],
    },
  ],
});
const terminal = ['commander', '@commander-js/*', 'chalk'];

export default tseslint.config(
  { ignores: ['dist', 'node_modules', 'coverage', 'src/**/*.as.ts'] },
  js.configs.recommended,
  ...tseslint.configs.strict,
  {
    files: ['**/*.ts'],
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      eqeqeq: 'error',
      'no-control-regex': 'off',
    },
  },
  {
    files: ['**/*.mjs', '**/*.cjs', '**/*.js'],
    languageOptions: {
      globals: {
        __dirname: 'readonly',
        module: 'readonly',
        exports: 'readonly',
        process: 'readonly',
        console: 'readonly',
        Buffer: 'readonly',
        URL: 'readonly',
        require: 'readonly',
      },
    },
  },
  {
    files: ['bin/*.js', 'scripts/*.cjs'],
    rules: { '@typescript-eslint/no-require-imports': 'off' },
  },
  {
    files: ['src/core/**'],
    rules: noImports(['arch', 'kernel', 'input', 'records', 'pages', 'cli', 'pagemap', 'images', 'logs'], {
      node: false,
      packages: terminal,
    }),
  },
  {
    files: ['src/arch/**'],
    rules: noImports(['kernel', 'input', 'records', 'pages', 'cli', 'pagemap', 'images', 'logs'], {
      node: false,
      packages: terminal,
    }),
  },
  {
    files: ['src/kernel/**'],
    rules: noImports(['input', 'records', 'pages', 'cli', 'pagemap', 'images', 'logs'], {
      node: false,
      packages: terminal,
    }),
  },
  {
    files: ['src/input/**'],
    rules: noImports(['arch', 'kernel', 'records', 'pages', 'cli', 'pagemap', 'images', 'logs'], {
      packages: terminal,
    }),
  },
  {
    files: ['src/{pages,pagemap,images,logs}/**'],
    rules: noImports(['arch', 'cli'], { packages: terminal }),
  },
  {
    files: ['src/records/**'],
    ignores: ['src/records/palette.ts'],
    rules: noImports(['arch', 'input', 'cli'], { packages: terminal }),
  },
);
