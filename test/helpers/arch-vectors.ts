import { readFileSync } from 'node:fs';
import { brotliDecompressSync } from 'node:zlib';
import type { Kernel } from '../../src/core/rows/model.ts';
import { parseOverride } from '../../src/kernel/config.ts';
import { parseConfigText } from '../../src/kernel/dot-config.ts';
import { resolveKernel } from '../../src/kernel/resolve.ts';
import { arrayOf, property, stringOf } from './json.ts';
import { vectorLines, vectorRow, type VectorRow } from './vectors.ts';

/** A kernel of another architecture whose answers stand in `test/vectors/arch`. */
export interface ArchStem {
  readonly stem: string;
  readonly arch: string;
  readonly release: string;
  /** What the command line says of the kernel beside architecture, release and .config. */
  readonly options: readonly string[];
  /** Levels that this kernel folds. */
  readonly foldedLevels: readonly string[];
  /** Numbers of the kernel's headers (`PMD_SHIFT`, …). */
  readonly constants: ReadonlyMap<string, bigint>;
}

const FOLDER = new URL('../vectors/arch/', import.meta.url);

function json(name: string): unknown {
  const bytes = readFileSync(new URL(name, FOLDER));
  return JSON.parse((name.endsWith('.br') ? brotliDecompressSync(bytes) : bytes).toString('utf8'));
}

function entriesOf(value: unknown): readonly (readonly [string, unknown])[] {
  return typeof value === 'object' && value !== null ? Object.entries(value) : [];
}

/** All kernels, in the order of the index. */
export const ARCH_STEMS: readonly ArchStem[] = entriesOf(json('index.json')).map(([stem, about]) => ({
  stem,
  arch: stringOf(about, 'arch'),
  release: stringOf(about, 'kernel'),
  options: arrayOf(about, 'options').map(String),
  foldedLevels: arrayOf(about, 'no_levels').map(String),
  constants: new Map(
    entriesOf(property(about, 'constants')).map(([name, value]) => [name, BigInt(String(value))]),
  ),
}));

let configs: unknown;

/** The .config of a kernel. */
export function configTextOf({ stem }: ArchStem): string {
  return stringOf((configs ??= json('configs.json.br')), stem);
}

/** The kernel as the index says that it is to be told: release, architecture, .config, options. */
export function kernelOfStem(about: ArchStem): Kernel {
  const config = new Map(parseConfigText(configTextOf(about)));
  let paging: number | undefined;
  for (const [index, option] of about.options.entries()) {
    const value = about.options[index + 1] ?? '';
    if (option === '--config') config.set(...parseOverride(value));
    if (option === '--paging') paging = Number(value);
  }
  return resolveKernel({
    kernel: about.release,
    arch: about.arch,
    config,
    ...(paging === undefined ? {} : { paging }),
  });
}

/** Whether all lines are compared, and not a sample of them: `npm run test:all`. */
export const IS_ALL = process.env['ALL'] === '1';

/** Every line of the sample is one of so many of its kind. */
const STEP = 6;

/**
 * The lines of a file: all, or a sample in which every category and every function is (`cat` of values, `op` of what was
 * made). Each kernel begins elsewhere, so that together they see more.
 */
export function readArchVectors(about: ArchStem, kind: 'decode' | 'encode'): readonly VectorRow[] {
  const bytes = readFileSync(new URL(`${about.stem}.${kind}.jsonl.br`, FOLDER));
  const start = ARCH_STEMS.findIndex(({ stem }) => stem === about.stem) % STEP;
  const seen = new Map<string, number>();
  return vectorLines(brotliDecompressSync(bytes))
    .filter((line) => {
      const key = /"(?:cat|op)":"([^"]*)"/.exec(line)?.[1] ?? '';
      const before = seen.get(key) ?? 0;
      seen.set(key, before + 1);
      return IS_ALL || before === 0 || before % STEP === start;
    })
    .map(vectorRow);
}
