import { afterAll, expect, test } from '@jest/globals';
import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeEntry } from '../../src/core/decode.ts';
import { formatU64 } from '../../src/core/u64.ts';
import { resolveKernel } from '../../src/kernel/resolve.ts';
import { inExplorer } from '../helpers/explorer.ts';
import { realFile } from '../helpers/real-kernels.ts';
import { temporaryFolder } from '../helpers/temporary.ts';

const folder = temporaryFolder();
afterAll(folder.remove);
const release = '6.1.0-56-amd64';

inExplorer('a file', (explorer) => {
  test('shows a page of entries that is dropped, entry by entry', async () => {
    const { page } = explorer();
    const path = realFile(release, 'ptpage-mixed.bin');
    await explorer().visit(['#k=6.1']);
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
    const { page } = explorer();
    const path = join(folder.path, 'pagemap.bin');
    // Present, swapped to slot 0x10 of area 1, empty: fs/proc/task_mmu.c PM_PRESENT, PM_SWAP.
    const words = [0x8180000000002bcbn, 0x4000000000000201n, 0n, 0n];
    writeFileSync(path, new BigUint64Array(words));
    truncateSync(path, process.env['ALL'] === '1' ? 1 << 30 : 1 << 26);
    await explorer().visit(['#view=value', '#view=file&k=6.1']);
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
});
