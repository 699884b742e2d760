import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
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
import { addressOf, goldenRecords, wanted } from '../helpers/golden-values.ts';
import { arrayOf, property } from '../helpers/json.ts';
import { realFile } from '../helpers/real-kernels.ts';
import { temporaryFolder } from '../helpers/temporary.ts';

test('the file is smaller than 200 KB when it is sent, and speaks of no other', () => {
  const text = readFileSync(EXPLORER, 'utf8');
  expect(gzipSync(text).length).toBeLessThan(200_000);
  expect(text).toContain(`content="default-src 'none'; script-src 'sha256-`);
  expect(text).not.toMatch(/<(?:link|img|iframe|script src|object|embed)\b/);
});

const folder = temporaryFolder();
afterAll(folder.remove);
const release = '6.1.0-56-amd64';

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
    {
      name: 'a log',
      hash: `#log=${encodeURIComponent('BUG: Bad page map in process a  pte:80000000fffff867 pmd:0449c067')}`,
    },
    { name: 'the tour', hash: '#view=tour' },
    { name: 'the file view', hash: '#view=file' },
  ])('axe finds nothing serious on $name, light and dark', async ({ hash }) => {
    await explorer.visit([hash]);
    await explorer.page.evaluate(readFileSync(createRequire(import.meta.url).resolve('axe-core'), 'utf8'));
    for (const colorScheme of ['dark', 'light'] as const) {
      await explorer.page.emulateMedia({ colorScheme });
      const found = await explorer.page.evaluate(`axe.run(document, { resultTypes: ['violations'] })`);
      const serious = arrayOf(found, 'violations').filter((violation) =>
        ['serious', 'critical'].includes(String(property(violation, 'impact'))),
      );
      expect(
        serious.map((violation) => [property(violation, 'id'), property(property(violation, 'nodes'), '0')]),
      ).toEqual([]);
    }
  });

  test('edits a number, builds an entry, applies a function, and goes back', async () => {
    const { page } = explorer;
    await explorer.visit(['#k=6.12&v=0x0fffffffffdb9600']);
    const main = (): Promise<unknown> => page.evaluate(`document.querySelector('main').dataset.raw`);
    // __swp_entry_to_pte(swp_entry(1, 0x1235)): the complement of the offset from bit 9 on, the type from bit 59 on.
    await page.fill('[data-number="offset"]', '0x1235');
    expect(await main()).toBe('0x0fffffffffdb9400');
    await page.selectOption('#function', 'pte_swp_mkuffd_wp');
    await page.click('#apply');
    expect(await main()).toBe('0x0fffffffffdb9404');
    await page.selectOption('#build-state', 'pte-marker');
    await page.check('.tick:has-text("PTE_MARKER_UFFD_WP") input');
    await page.click('#build-take');
    expect(await main()).toBe('0xfffffffffffffc00');
    expect(await page.getAttribute('main', 'data-state')).toBe('pte-marker');
    await page.click('.steps li:last-child button');
    expect(await main()).toBe('0x0fffffffffdb9600');
    await page.goBack();
    expect(await main()).toBe('0xfffffffffffffc00');
    expect(await page.evaluate('location.hash')).toContain('v=0xfffffffffffffc00');
  });

  test('bits are reached and switched by the keyboard', async () => {
    const { page } = explorer;
    await explorer.visit(['#k=6.12&v=0x0']);
    await page.focus('[data-bit="63"]');
    for (const key of ['End', 'ArrowLeft', 'ArrowLeft', 'Space', 'ArrowUp', 'ArrowRight', 'Enter', 'Home'])
      await page.keyboard.press(key);
    // Bit 2, then 34 in the line above it, then 33.
    expect(await page.getAttribute('main', 'data-raw')).toBe('0x0000000200000004');
    expect(await page.evaluate('document.activeElement.dataset.bit')).toBe('63');
    expect(await page.$$eval('[data-bit][tabindex="0"]', (all) => all.length)).toBe(1);
  });

  test.each([
    ['-k', '5.14.0-427.el9.x86_64'],
    ['-k', '6.1.0-28-amd64'],
    ['-k', 'v6.12'],
    ['-k', '6.12.5,CONFIG_MEM_SOFT_DIRTY=n,paging=5'],
    ['-k', '6.6', '--arch', 'arm64'],
    ['--arch', 's390x'],
  ])('takes the kernel that %s %s means', async (...words) => {
    const { stdout } = await runOnDisk(['0x4', '--json', ...words]);
    const record: unknown = JSON.parse(stdout);
    const said = (name: string): string =>
      words.includes(name) ? (words[words.indexOf(name) + 1] ?? '') : '';
    const [shown] = await explorer.visit([
      `#k=${encodeURIComponent(said('-k'))}&arch=${said('--arch')}&v=0x4`,
    ]);
    expect(shown).toEqual(wanted(record));
  });

  test('a symbol of the configuration can be switched, and a kernel that is not there decodes nothing', async () => {
    const { page } = explorer;
    await explorer.visit(['#k=6.12&v=0x0fffffffffdb9604&f.config=']);
    await page.click('.symbols label:has-text("CONFIG_USERFAULTFD") input');
    expect(await page.getAttribute('#kernel-line', 'data-kernel')).toContain('CONFIG_USERFAULTFD=n');
    expect(await page.evaluate('location.hash')).toContain('CONFIG_USERFAULTFD=n');
    const [shown] = await explorer.visit(['#k=6.99&v=0x4']);
    expect(shown).toMatchObject({ kernel: '', state: '', raw: '', rules: [] });
    expect(await page.textContent('.kernel .error:not([hidden])')).toContain('there is no such release');
  });

  test('a strip of releases leads to the kernel, and two values differ as the command says', async () => {
    const { page } = explorer;
    await explorer.visit(['#k=6.12&v=0xfffffffffffffc00&b=0xfffffffffffffe00']);
    await page.waitForSelector('[data-kernels="4.19-5.18"]');
    const parts = await page.$$eval('.strip [data-kernels]', (all) =>
      all.map((each) => each.getAttribute('data-kernels')),
    );
    const { stdout } = await runOnDisk(['compare', '0xfffffffffffffc00', '--json']);
    expect(parts).toEqual(
      stdout
        .trimEnd()
        .split('\n')
        .map((line) => property(JSON.parse(line), 'kernels')),
    );
    const rows = await page.$$eval('[data-difference]', (all) =>
      all.map((row) => [...row.children].map((cell) => cell.textContent)),
    );
    const diff = await runOnDisk([
      'diff',
      '0xfffffffffffffc00',
      '0xfffffffffffffe00',
      '-k',
      '6.12',
      '--json',
    ]);
    expect(rows).toEqual(
      arrayOf(JSON.parse(diff.stdout), 'differences').map((row) =>
        ['name', 'a', 'b'].map((key) => property(row, key)),
      ),
    );
    await page.click(`[data-kernels="${parts[1] ?? ''}"]`);
    expect(await page.getAttribute('main', 'data-state')).toBe('migration');
  });

  test('annotates a log as the command does, and its values are links', async () => {
    const { page } = explorer;
    const path = realFile(release, 'console.log');
    await explorer.visit(['#view=log']);
    await page.evaluate(`{
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', ${JSON.stringify(readFileSync(path, 'utf8'))});
      const event = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true });
      document.querySelector('#log').dispatchEvent(event);
    }`);
    await page.waitForSelector('.log .said');
    const { stdout } = await runOnDisk(['log', path]);
    expect(await page.textContent('.log')).toBe(stdout);
    const value = await page.textContent('.log a[data-value]');
    await page.click('.log a[data-value]');
    await page.waitForSelector('main[data-view="value"]');
    expect(await page.getAttribute('main', 'data-raw')).toBe(value);
    expect(await page.getAttribute('#kernel-line', 'data-kernel')).toBe('debian-6.1');
  });

  test('shows a page of entries that is dropped, entry by entry', async () => {
    const { page } = explorer;
    const path = realFile(release, 'ptpage-mixed.bin');
    await explorer.visit(['#k=6.1']);
    await page.evaluate(`{
      const dataTransfer = new DataTransfer();
      const bytes = Uint8Array.from(atob('${readFileSync(path).toString('base64')}'), (each) => each.charCodeAt(0));
      dataTransfer.items.add(new File([bytes], 'page.bin'));
      window.dispatchEvent(new DragEvent('drop', { dataTransfer, cancelable: true }));
    }`);
    await page.waitForSelector('[data-entry]');
    const shown = await page.$$eval('[data-entry]', (rows) =>
      rows.map((row) => ({ raw: row.getAttribute('data-entry'), state: row.children[2]?.textContent ?? '' })),
    );
    const words = new BigUint64Array(new Uint8Array(readFileSync(path)).buffer);
    const kernel = resolveKernel({ kernel: '6.1' });
    expect(
      shown.flatMap(({ raw, state }) => {
        const [, name = '', count = '1'] = /^(\S+?)(?: × (\d+))?$/.exec(state) ?? [];
        return Array.from({ length: Number(count) }, () => `${raw ?? ''} ${name}`);
      }),
    ).toEqual([...words].map((raw) => `${formatU64(raw)} ${decodeEntry(kernel, raw).state}`));
  });

  test('shows a pagemap dump, and the page answers while a large one is read', async () => {
    const { page } = explorer;
    const path = join(folder.path, 'pagemap.bin');
    // Present, swapped to slot 0x10 of area 1, empty: fs/proc/task_mmu.c PM_PRESENT, PM_SWAP.
    const words = [0x8180000000002bcbn, 0x4000000000000201n, 0n, 0n];
    writeFileSync(path, new BigUint64Array(words));
    truncateSync(path, process.env['ALL'] === '1' ? 1 << 30 : 1 << 26);
    await explorer.visit(['#view=value', '#view=file&k=6.1']);
    await page.evaluate(`globalThis.longest = 0; globalThis.before = performance.now(); globalThis.ticking = setInterval(() => {
      longest = Math.max(longest, performance.now() - before); before = performance.now(); }, 10)`);
    await page.setInputFiles('#file', path);
    await page.waitForSelector('[data-category]', { timeout: 50_000 });
    const counts = await page.$$eval('[data-category]', (rows) =>
      rows.map((row) => [row.getAttribute('data-category'), Number(row.getAttribute('data-pages'))]),
    );
    expect(Object.fromEntries(counts)).toMatchObject({ present: 1, swap: 1 });
    expect(counts.reduce((sum, [, pages]) => sum + Number(pages), 0)).toBe(
      (process.env['ALL'] === '1' ? 1 << 30 : 1 << 26) / 8,
    );
    // Half a second on a machine that has other things to do.
    expect(Number(await page.evaluate('clearInterval(ticking), longest'))).toBeLessThan(500);
  });

  test('logs and files with markup in them put none on the page', async () => {
    const { page } = explorer;
    const bad = `<img src=x onerror="alert(1)"><script>alert(2)</script>\u001b[31m\u0001raw\u0002x\u0003`;
    const text = `${bad}\nBUG: Bad page map in process <b>x</b>  pte:80000000fffff867 pmd:0449c067\nCPU: 0 PID: 1 Comm: ${bad} 6.1.0${bad}\n`;
    await explorer.visit(['#view=log']);
    await page.fill('#log', text);
    await page.waitForSelector('.log .said');
    await explorer.visit(['#view=file']);
    await page.setInputFiles('#file', {
      name: `${bad}.log`,
      mimeType: 'text/plain',
      buffer: Buffer.from(text),
    });
    await page.waitForSelector('.log .said');
    await page.setInputFiles('#file', { name: bad, mimeType: 'text/html', buffer: Buffer.alloc(4096, 0xff) });
    await page.waitForSelector('[data-entry]');
    expect(await page.evaluate(`document.querySelectorAll('img, iframe, script').length`)).toBe(1);
    expect(explorer.complaints).toEqual([]);
  });

  test.each([360, 620, 1000, 2000])('%d pixels are wide enough', async (width) => {
    await explorer.page.setViewportSize({ width, height: 800 });
    const hashes = [
      '#k=6.12&v=0x8400000002bcbc25&b=0x4&f.config=&f.answers=',
      '#k=6.6,arch=arm&v=0x6123408f',
      '#view=tour',
      '#view=log&log=pte:80000000fffff867',
      '#view=file',
    ];
    for (const hash of hashes) {
      await explorer.visit([hash]);
      expect([hash, await explorer.page.evaluate('document.documentElement.scrollWidth')]).toEqual([
        hash,
        width,
      ]);
    }
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
