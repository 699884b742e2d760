import js from '@eslint/js';
import { createNodeResolver, importX } from 'eslint-plugin-import-x';
import { readFileSync } from 'node:fs';
import tseslint from 'typescript-eslint';

/** Which folder of src may import what; test/house/imports.test.ts holds the same table where this lint is blind. */
const FOLDERS = JSON.parse(readFileSync(new URL('folders.json', import.meta.url), 'utf8'));

/** The packages that there are: each is for the folders that name it, and for no other. */
const PACKAGES = Object.keys(
  JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8')).dependencies,
);

/** The rules of one folder: other folders, modules of Node, packages. */
const folderRules = (folder, { imports, modules, packages }) => ({
  files: [`src/${folder}/**/*.{ts,tsx}`],
  rules: {
    'import-x/no-restricted-paths': [
      'error',
      {
        zones: [
          {
            target: `./src/${folder}`,
            from: './src',
            except: [folder, ...imports].map((name) => `./${name}`),
            message: `src/${folder} may not import it: see folders.json`,
          },
        ],
      },
    ],
    'no-restricted-imports': [
      'error',
      {
        patterns: [
          {
            group: ['node:*', ...modules.map((name) => `!${name}`)],
            message: `src/${folder} may not import it: see folders.json`,
          },
          ...PACKAGES.filter((name) => !packages.includes(name)).map((name) => ({
            group: [name],
            message: `src/${folder} may not import ${name}`,
          })),
        ],
      },
    ],
  },
});

export default tseslint.config(
  { ignores: ['bin', 'dist', 'node_modules', 'coverage', 'src/**/*.as.ts', 'src/**/*-wasm-code.ts'] },
  js.configs.recommended,
  ...tseslint.configs.strict,
  {
    files: ['**/*.{ts,tsx}'],
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
        setTimeout: 'readonly',
        clearTimeout: 'readonly',
      },
    },
  },
  {
    files: ['bin/*.js', 'scripts/*.cjs'],
    rules: { '@typescript-eslint/no-require-imports': 'off' },
  },
  {
    files: ['src/**/*.{ts,tsx}'],
    plugins: { 'import-x': importX },
    settings: {
      'import-x/resolver-next': [createNodeResolver({ extensions: ['.ts', '.tsx', '.js'] })],
      'import-x/parsers': { '@typescript-eslint/parser': ['.ts', '.tsx'] },
    },
    rules: {
      'import-x/no-cycle': ['error', { ignoreExternal: true }],
      'import-x/no-unresolved': 'error',
      complexity: ['error', 28],
    },
  },
  ...Object.entries(FOLDERS).map(([folder, rules]) => folderRules(folder, rules)),
);
