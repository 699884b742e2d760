import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { gzipSync } from 'node:zlib';
import { decodeEntry } from '../../src/core/decode.ts';
import { flagNames } from '../../src/core/entry.ts';
import { QUESTIONS } from '../../src/core/questions.ts';
import { RULE_IDS, verdictWord } from '../../src/core/rules.ts';
import { formatU64 } from '../../src/core/u64.ts';
import { otherKernels } from '../../src/kernel/others.ts';
import { resolveKernel } from '../../src/kernel/resolve.ts';
import { CHROMIUM } from '../helpers/chromium.ts';
import { EXPLORER, OpenExplorer, type Shown } from '../helpers/explorer.ts';
import { runOnDisk } from '../helpers/fake-io.ts';
import { arrayOf, property } from '../helpers/json.ts';

test('the file is smaller than 200 KB when it is sent, and speaks of no other', () => {
  const text = readFileSync(EXPLORER, 'utf8');
  expect(gzipSync(text).length).toBeLessThan(200_000);
  expect(text).toContain(`content="default-src 'none'; script-src 'sha256-`);
  expect(text).not.toMatch(/<(?:link|img|iframe|script src|object|embed)\b/);
});

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
    (word) => /^(?:0x[0-9a-f]{1,16}|[0-9a-f]{16})$/.test(word) && !options.includes(word),
  );
  return values.length === 0 ? [] : [...values, ...options, '--json'];
}

/** The values of all golden sessions, as the command decodes them. */
async function goldenRecords(): Promise<readonly unknown[]> {
  const commands = readdirSync(sessions).flatMap((file) =>
    [...readFileSync(new URL(file, sessions), 'utf8').matchAll(/^\$ (.*pte-decode.*)$/gm)].map(
      ([, text = '']) => text,
    ),
  );
  const lines = new Set<string>();
  const own = [...new Map(commands.map((command) => [command, valuesOf(command)])).values()];
  const values = [...new Set(own.flat().filter((word) => word.startsWith('0x')))];
  // On other kernels they are other things.
  const elsewhere = ['6.1', '7.3', '6.12,arch=arm64', '6.6,arch=s390x'].map((name) => [
    ...values,
    ...['-k', name, '--json'],
  ]);
  for (const words of [...own, ...elsewhere]) {
    if (words.length === 0) continue;
    const { stdout } = await runOnDisk(words);
    for (const line of stdout.split('\n'))
      if (line.startsWith('{')) lines.add(line.replace(/,"input":.*/, '}'));
  }
  return [...lines].map((line): unknown => JSON.parse(line));
}

/** What the page should say, out of a record of the command. */
function wanted(record: unknown): Shown {
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

const addressOf = (record: unknown): string =>
  `#k=${String(property(record, 'kernel'))}&v=${String(property(record, 'raw'))}&level=${String(property(record, 'level'))}`;

if (CHROMIUM === undefined) test.skip('no Chromium: the explorer is not opened', () => undefined);

(CHROMIUM === undefined ? describe.skip : describe)('the explorer in Chromium', () => {
  let explorer: OpenExplorer;
  beforeAll(async () => {
    explorer = await OpenExplorer.open(execFileSync('which', [CHROMIUM ?? ''], { encoding: 'utf8' }).trim());
  });
  afterAll(async () => {
    await explorer.close();
  });

  test('says of every value of the golden sessions what the command says', async () => {
    const records = await goldenRecords();
    expect(records.length).toBeGreaterThan(200);
    expect(await explorer.visit(records.map(addressOf))).toEqual(records.map(wanted));
  });

  test('a thousand bits switched never disagree with the library', async () => {
    // Bits by a fixed sequence: every run switches the same ones.
    let seed = 12345;
    const random = (below: number): number => (seed = (seed * 1103515245 + 12345) % 2147483648) % below;
    const starts = [
      { kernel: 'uffd-wp-special', value: '0x0000000000000004', bits: 64 },
      { kernel: '6.12', value: '0x8400000002bcbc25', bits: 64 },
      { kernel: '7.3,arch=arm64', value: '0x00e8000041234fc3', bits: 64 },
      { kernel: '6.6,arch=arm', value: '0x000000006123408f', bits: 32 },
    ].map((start) => ({ ...start, switched: Array.from({ length: 250 }, () => random(start.bits)) }));
    const shown: Shown[] = await explorer.page.evaluate(`(async () => {
      const all = [];
      for (const { kernel, value, switched } of ${JSON.stringify(starts)}) {
        await visit('#k=' + kernel + '&v=' + value);
        for (const bit of switched) {
          document.querySelector('[data-bit="' + bit + '"]').click();
          await settled();
          all.push(shown());
        }
      }
      return all;
    })()`);
    const others = otherKernels();
    const expected = starts.flatMap(({ kernel: name, value, switched }) => {
      const kernel = resolveKernel({ kernel: name });
      let raw = BigInt(value);
      return switched.map((bit): Shown => {
        raw ^= 1n << BigInt(bit);
        const entry = decodeEntry(kernel, raw, { others });
        return {
          kernel: kernel.id,
          state: entry.state,
          raw: formatU64(raw),
          uffdWp: String(QUESTIONS.uffd_wp.of(entry)),
          flags: flagNames(entry),
          rules: RULE_IDS.map((id) => ({ verdict: verdictWord(entry.rules[id]), why: entry.rules[id].why })),
          notes: entry.notes.map(({ code, grade, text }) => ({ code, grade, text })),
        };
      });
    });
    expect(shown).toEqual(expected);
  });

  test('can be used within half a second, and asks for nothing', async () => {
    const times: number[] = [];
    for (let run = 0; run < 3; run += 1) {
      await explorer.page.reload();
      await explorer.page.waitForSelector('main[data-state]');
      times.push(
        Number(
          await explorer.page.evaluate(
            `performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd`,
          ),
        ),
      );
    }
    // The quickest: the machine may have other things to do.
    expect(Math.min(...times)).toBeLessThan(500);
    expect(explorer.requests).toEqual([]);
    expect(explorer.complaints).toEqual([]);
  });

  test.each([
    { name: 'a value', hash: '#k=6.12&v=0x8400000002bcbc25&b=0x8400000002bcbc27' },
    { name: 'a marker after steps', hash: '#k=6.12&v=0xfffffffffffffc00&h=0x4~bit%202' },
    { name: 'a mistake', hash: '#k=6.99&v=0x12g' },
  ])('axe finds nothing serious on $name', async ({ hash }) => {
    await explorer.visit([hash]);
    await explorer.page.evaluate(readFileSync(createRequire(import.meta.url).resolve('axe-core'), 'utf8'));
    const found = await explorer.page.evaluate(`axe.run(document, { resultTypes: ['violations'] })`);
    const serious = arrayOf(found, 'violations').filter((violation) =>
      ['serious', 'critical'].includes(String(property(violation, 'impact'))),
    );
    expect(
      serious.map((violation) => [property(violation, 'id'), property(property(violation, 'nodes'), '0')]),
    ).toEqual([]);
  });

  test('addresses with markup in them put none on the page', async () => {
    const bad = '<img src=x onerror="alert(1)"><script>alert(2)</script>\u202e\u001b[31m';
    const fields = ['k', 'v', 'b', 'h', 'level', 'view', 'arch'];
    const hashes = [
      ...fields.map((name) => `#${name}=${encodeURIComponent(bad)}`),
      `#v=0x4&h=${encodeURIComponent(`0x4~${bad}`)}`,
      `#v=0x4&k=${encodeURIComponent(`6.12,${bad}`)}`,
      '#%E0%A4%A',
      '#v',
      '#&&&==',
      `#v=${'f'.repeat(100_000)}`,
      '#k=constructor&v=__proto__',
    ];
    await explorer.visit(hashes);
    expect(await explorer.page.evaluate(`document.querySelectorAll('img, iframe, script').length`)).toBe(1);
    expect(explorer.complaints).toEqual([]);
  });
});
