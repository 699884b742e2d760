import { readdirSync, readFileSync } from 'node:fs';
import { architectures } from '../../src/arch/index.ts';
import { flagNames } from '../../src/core/entry/entry.ts';
import { formatU64 } from '../../src/core/u64.ts';
import type { DecodedEntry } from '../../src/core/verdicts/decode.ts';
import { QUESTIONS } from '../../src/core/verdicts/questions.ts';
import { RULE_IDS, verdictWord } from '../../src/core/verdicts/rules.ts';
import { resolveKernel } from '../../src/kernel/resolve.ts';
import type { Shown } from './explorer.ts';
import { runOnDisk } from './fake-io.ts';
import { arrayOf, property } from './json.ts';

const sessions = new URL('../golden/', import.meta.url);
const KERNEL_WORDS = [
  '-k',
  '--kernel',
  '--arch',
  '--config',
  '--paging',
  '--enc-bit',
  '--phys-mask',
  '--level',
];

/** The values in a command line, piped ones too, with the options that say which kernel they are of. */
function valuesOf(command: string): readonly string[] {
  const words = command.split(/[\s'"|;]+|\\n/);
  const options = words.flatMap((word, index) =>
    KERNEL_WORDS.includes(word)
      ? [word, words[index + 1] ?? '']
      : KERNEL_WORDS.some((name) => word.startsWith(`${name}=`))
        ? [word]
        : [],
  );
  const values = words.filter(
    (word) => /^(?:0x[0-9a-f_]{1,20}|0b[01_]+|[0-9a-f]{16})$/.test(word) && !options.includes(word),
  );
  return values.length === 0 ? [] : [...values, ...options, '--json'];
}

/** The values of all golden sessions, as the command decodes them. */
export async function goldenRecords(): Promise<readonly unknown[]> {
  const commands = readdirSync(sessions).flatMap((file) =>
    [...readFileSync(new URL(file, sessions), 'utf8').matchAll(/^\$ (.*pte-decode.*)$/gm)].map(
      ([, text = '']) => text,
    ),
  );
  const lines = new Set<string>();
  const own = [...new Map(commands.map((command) => [command, valuesOf(command)])).values()];
  const values = [...new Set(own.flat().filter((word) => word.startsWith('0x')))];
  // On other kernels they are other things; entries of 32 bits cannot hold them all.
  const elsewhere = ['6.1', '7.3', ...architectures().map(({ arch }) => `6.12,arch=${arch}`)].map((name) => {
    const { entryBits } = resolveKernel({ kernel: name });
    const fitting = values.filter((value) => BigInt(value.replaceAll('_', '')) >> BigInt(entryBits) === 0n);
    return [...fitting, '-k', name, '--json'];
  });
  for (const words of [...own, ...elsewhere]) {
    if (words.length === 0) continue;
    const { stdout } = await runOnDisk(words);
    for (const line of stdout.split('\n'))
      if (line.startsWith('{')) lines.add(line.replace(/,"input":.*/, '}'));
  }
  return [...lines].map((line): unknown => JSON.parse(line));
}

/** What the page should say, out of a record of the command. */
export function wanted(record: unknown): Shown {
  const rules = property(record, 'rules');
  return {
    kernel: String(property(record, 'kernel')),
    state: String(property(record, 'state')),
    raw: String(property(record, 'raw')),
    uffdWp: String(property(record, 'uffd_wp')),
    flags: arrayOf(record, 'flags').map(String),
    rules: RULE_IDS.map((id) => {
      const holds = property(property(rules, id), 'holds');
      return {
        verdict: holds === null ? 'unknown' : holds === true ? 'holds' : 'fails',
        why: String(property(property(rules, id), 'why')),
      };
    }),
    notes: arrayOf(record, 'notes').map((note) => ({
      code: String(property(note, 'code')),
      grade: String(property(note, 'grade')),
      text: String(property(note, 'text')),
    })),
  };
}

/** What the page should say of an entry, by the library. */
export function shownOf(entry: DecodedEntry): Shown {
  return {
    kernel: entry.kernel.id,
    state: entry.state,
    raw: formatU64(entry.raw),
    uffdWp: String(QUESTIONS.uffd_wp.of(entry)),
    flags: flagNames(entry),
    rules: RULE_IDS.map((id) => ({ verdict: verdictWord(entry.rules[id]), why: entry.rules[id].why })),
    notes: entry.notes.map(({ code, grade, text }) => ({ code, grade, text })),
  };
}

/** The address under which the page shows the value of a record. */
export const addressOf = (record: unknown): string =>
  `#k=${String(property(record, 'kernel'))}&v=${String(property(record, 'raw'))}&level=${String(property(record, 'level'))}`;
