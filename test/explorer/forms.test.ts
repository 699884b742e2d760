import { expect, test } from '@jest/globals';
import { inExplorer } from '../helpers/explorer.ts';
import { runOnDisk } from '../helpers/fake-io.ts';
import { arrayOf, property } from '../helpers/json.ts';

inExplorer('a value is changed', (explorer) => {
  test('edits a number, builds an entry, applies a function, and goes back', async () => {
    const { page } = explorer();
    await explorer().visit(['#k=6.12&v=0x0fffffffffdb9600']);
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
    const { page } = explorer();
    await explorer().visit(['#k=6.12&v=0x0']);
    await page.focus('[data-bit="63"]');
    for (const key of ['End', 'ArrowLeft', 'ArrowLeft', 'Space', 'ArrowUp', 'ArrowRight', 'Enter', 'Home'])
      await page.keyboard.press(key);
    // Bit 2, then 34 in the line above it, then 33.
    expect(await page.getAttribute('main', 'data-raw')).toBe('0x0000000200000004');
    expect(await page.evaluate('document.activeElement.dataset.bit')).toBe('63');
    expect(await page.$$eval('[data-bit][tabindex="0"]', (all) => all.length)).toBe(1);
  });

  test('a symbol of the configuration can be switched, and a kernel that is not there decodes nothing', async () => {
    const { page } = explorer();
    await explorer().visit(['#k=6.12&v=0x0fffffffffdb9604&f.config=']);
    await page.click('.symbols label:has-text("CONFIG_USERFAULTFD") input');
    expect(await page.getAttribute('#kernel-line', 'data-kernel')).toContain('CONFIG_USERFAULTFD=n');
    expect(await page.evaluate('location.hash')).toContain('CONFIG_USERFAULTFD=n');
    const [shown] = await explorer().visit(['#k=6.99&v=0x4']);
    expect(shown).toMatchObject({ kernel: '', state: '', raw: '', rules: [] });
    expect(await page.textContent('.kernel .error:not([hidden])')).toContain('there is no such release');
  });

  test('a strip of releases leads to the kernel, and two values differ as the command says', async () => {
    const { page } = explorer();
    await explorer().visit(['#k=6.12&v=0xfffffffffffffc00&b=0xfffffffffffffe00']);
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
});
