import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

/** Kernel headers of one release, as Debian's linux-headers-RELEASE-common installs them, with all architectures. */
export interface HeaderTree {
  readonly folder: string;
  /** `X.Y.Z`, or `X.Y` where the folder names an ABI instead of a patch level. */
  readonly release: string;
}

/** The header trees of `PTE_DECODE_HEADERS` (folders with `:` between), else those installed under /usr/src. */
export function headerTrees(): readonly HeaderTree[] {
  const given = process.env['PTE_DECODE_HEADERS'];
  const folders =
    given !== undefined
      ? given.split(':')
      : existsSync('/usr/src')
        ? readdirSync('/usr/src').map((name) => join('/usr/src', name))
        : [];
  return folders.flatMap((folder) => {
    const match = /^linux-headers-(\d+\.\d+)\.(\d+)(-\d+)?.*-common$/.exec(basename(folder));
    if (!match || !existsSync(join(folder, 'arch'))) return [];
    // 6.1.0-47 is an ABI number of Debian, not a patch level.
    return [{ folder, release: match[3] === undefined ? `${match[1]}.${match[2]}` : `${match[1]}` }];
  });
}

/** Whether programs can be compiled here. */
export function hasCompiler(): boolean {
  return spawnSync('gcc', ['--version']).status === 0;
}

/** The preprocessor lines of a header, without those that include others: what its macros are made of. */
function directives(text: string): string {
  const lines = text.replaceAll(/\/\*[\s\S]*?\*\//g, ' ').split('\n');
  const kept: string[] = [];
  let isContinued = false;
  for (const line of lines) {
    if (isContinued || (/^\s*#/.test(line) && !/^\s*#\s*(?:include|error)/.test(line))) kept.push(line);
    else continue;
    isContinued = line.endsWith('\\');
  }
  return kept.join('\n');
}

const PRELUDE = `#include <stdio.h>
typedef unsigned long long u64, pteval_t, pmdval_t, pudval_t, p4dval_t, pgdval_t;
typedef struct { unsigned long val; } swp_entry_t;
typedef struct { unsigned long long pte; } pte_t;
#define _AT(T, X) ((T)(X))
#define _AC(X, Y) X##Y
#define UL(x) x##UL
#define _UL(x) x##UL
#define ASM_CONST(x) x##UL
#define _ULCAST_ (unsigned long)
#define BIT(n) (1ULL << (n))
#define GENMASK(h, l) (((~0ULL) << (l)) & (~0ULL >> (63 - (h))))
#define GENMASK_ULL GENMASK
#define __pte(x) ((pte_t){ x })
#define __pgprot(x) (x)
#define pte_val(x) ((x).pte)
#define PAGE_MASK (~((1ULL << PAGE_SHIFT) - 1))
#define riscv_has_extension_unlikely(x) 1
`;

/** What to compile of one architecture. */
export interface HeaderProgram {
  /** Headers below the tree, in the order in which they need each other. */
  readonly headers: readonly string[];
  /** Symbols that are defined. */
  readonly defines: readonly string[];
  /** Macros whose values are asked for, where they exist. */
  readonly names: readonly string[];
  /** Pairs of type and offset whose swap pte is asked for. */
  readonly entries: readonly { readonly type: number; readonly offset: bigint }[];
}

/** The values that the headers give: of the names that exist, and of the swap ptes in order. */
export interface HeaderAnswers {
  readonly values: ReadonlyMap<string, bigint>;
  readonly entries: readonly bigint[];
}

/** Compiles the macros of the kernel's own headers with the compiler of this machine and asks them. */
export function askHeaders(tree: HeaderTree, program: HeaderProgram): HeaderAnswers {
  const texts = program.headers.map((header) =>
    readFileSync(join(tree.folder, header), 'utf8').replaceAll(
      /\bIS_ENABLED\((\w+)\)/g,
      (_, symbol: string) => (program.defines.includes(symbol) ? '1' : '0'),
    ),
  );
  // loongarch and s390 make swap ptes in a function.
  const [maker] = texts.flatMap(
    (text) => /static inline pte_t mk_swap_pte[\s\S]*?return[^;]*;\s*\}/.exec(text) ?? [],
  );
  const macros = texts.map(directives).join('\n');
  const make = maker === undefined ? '__swp_entry_to_pte(__swp_entry(t, o))' : 'mk_swap_pte(t, o)';
  const source = `${PRELUDE}
${program.defines.map((define) => `#define ${define.replace('=', ' ')}`).join('\n')}
${macros}
${maker ?? ''}
static void entry(unsigned long t, unsigned long long o) { pte_t made = ${make}; printf("entry %llx\\n", made.pte); }
int main(void) {
${program.names.map((name) => `#ifdef ${name}\nprintf("${name} %llx\\n", (unsigned long long)(${name}));\n#endif`).join('\n')}
${program.entries.map(({ type, offset }) => `entry(${type}ul, ${offset}ull);`).join('\n')}
return 0; }
`;
  const folder = mkdtempSync(join(tmpdir(), 'pte-decode-headers-'));
  try {
    writeFileSync(join(folder, 'ask.c'), source);
    const compiled = spawnSync('gcc', ['-w', '-o', join(folder, 'ask'), join(folder, 'ask.c')], {
      encoding: 'utf8',
    });
    if (compiled.status !== 0)
      throw new Error(`the headers do not compile: ${compiled.stderr.slice(0, 2000)}`);
    const { stdout } = spawnSync(join(folder, 'ask'), { encoding: 'utf8' });
    const lines = stdout
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => line.split(' '));
    const number = (text: string | undefined): bigint => BigInt(`0x${text ?? ''}`);
    return {
      values: new Map(
        lines
          .filter(([name]) => name !== 'entry')
          .map(([name = '', value]): [string, bigint] => [name, number(value)]),
      ),
      entries: lines.filter(([name]) => name === 'entry').map(([, value]) => number(value)),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
