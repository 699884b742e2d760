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

  test('numbers that cannot be are told where they are typed, and change nothing', async () => {
    const { page } = explorer();
    await explorer().visit(['#k=6.12&v=0x0fffffffffdb9600&f.config=&f.fn=pte_modify&f.build=swap']);
    const raw = (): Promise<string | null> => page.getAttribute('main', 'data-raw');
    const said = (text: string): Promise<void> =>
      page.locator('.error:visible', { hasText: text }).first().waitFor();
    for (const text of ['', '-1', '0x', '1e3', '0x12345678901234567', 'abc', '٣', '0x1 0x2']) {
      await page.fill('[data-number="offset"]', text);
      await page.locator('[data-number="offset"][aria-invalid]').waitFor();
      expect(await raw()).toBe('0x0fffffffffdb9600');
    }
    await page.fill('[data-number="type"]', '32');
    await page.locator('[data-number="type"][aria-invalid]').waitFor();
    await page.getByRole('textbox', { name: 'prot' }).fill('zz');
    await said('prot');
    expect(await page.isDisabled('#apply')).toBe(true);
    await page.getByRole('textbox', { name: 'prot' }).fill('');
    await page.locator('section[aria-labelledby="build"]').getByRole('textbox', { name: 'type' }).fill('99');
    expect(await page.isDisabled('#build-take')).toBe(true);
    for (const text of ['x', '-3', '64', '0x1ffffffffffffffff']) {
      await page.getByLabel('Encryption bit').fill(text);
      await page.keyboard.press('Tab');
      await page.locator('.kernel .error:visible').first().waitFor();
      expect(await page.getAttribute('#kernel-line', 'data-kernel')).toBe('6.12');
    }
    await page.fill('#other', '0xzz');
    await said('0xzz');
    expect(await raw()).toBe('0x0fffffffffdb9600');
    expect(explorer().complaints).toEqual([]);
  });

  test('a text that is no value is answered with what to do, and with no option of the command', async () => {
    const { page } = explorer();
    for (const [text, said] of [
      ['pte:8400000002bcbc25', 'give the value alone: 8400000002bcbc25'],
      ['pmd=0x80000000046008e7', 'give the value alone: 0x80000000046008e7, as pmd'],
      ['BUG: Bad page map in process a  pte:80000000fffff867 pmd:0449c067', 'paste it into Log'],
      ['pte=0x4,0x24', 'several values: give one'],
      ['42', 'write 0x… for hexadecimal'],
    ] as const) {
      await explorer().visit([`#v=${encodeURIComponent(text)}`]);
      const error = await page.textContent('#value-error');
      expect(error).toContain(said);
      expect(error).not.toContain('--');
      await explorer().visit([`#v=0x4&b=${encodeURIComponent(text)}`]);
      await page.locator('.error:visible', { hasText: said }).waitFor();
    }
  });

  test('entries of 32 bits have as many switches, and take no wider value', async () => {
    const { page } = explorer();
    for (const arch of ['i386', 'arm']) {
      await explorer().visit([`#k=6.6,paging=2,arch=${arch}&v=0xffffffff`]);
      expect(await page.locator('[data-bit]').count()).toBe(32);
      const [shown] = await explorer().visit([`#k=6.6,paging=2,arch=${arch}&v=0x100000000`]);
      expect(shown).toMatchObject({ state: '', raw: '' });
      expect(await page.textContent('#value-error')).toContain('32 bits');
    }
  });

  test('a value of a log is of an old kernel, or of a page of the kernel, as long as nobody says otherwise', async () => {
    const { page } = explorer();
    const [old] = await explorer().visit(['#k=4.9&v=0x8000000000000064&said=pte+swap;+kernel+4.9']);
    expect(old).toMatchObject({ kernel: '4.9', state: 'swap' });
    expect(await page.textContent('#said')).toBe('According to the link, a log says: pte swap; kernel 4.9');
    expect(await page.textContent('#kernel-line')).toContain('older than the tables, which begin with 4.14');
    // What its functions do is in no table.
    expect(await page.locator('#apply, #build-take').count()).toBe(0);
    // Of another value the log says nothing, but it is still of its kernel.
    await page.click('[data-bit="5"]');
    expect(await page.getAttribute('main', 'data-raw')).toBe('0x8000000000000044');
    expect(await page.textContent('#said')).toBe(
      'The kernel is one that a log names; the log says nothing of this value.',
    );
    expect(await page.getAttribute('#kernel-line', 'data-kernel')).toBe('4.9');
    await page.getByRole('combobox', { name: 'Kernel', exact: true }).selectOption('6.12');
    expect(await page.locator('#said').count()).toBe(0);
    expect(await page.locator('#apply').count()).toBe(1);
    // Whatever makes another value, kernel or level of it.
    for (const change of [
      '[data-bit="5"]',
      '[data-kernels]:not([aria-current])',
      'button:text("Swap the two")',
    ]) {
      await explorer().visit(['#v=0x0', '#k=6.12&v=0x8400000002bcbc25&b=0x4&said=pte+present']);
      expect(await page.textContent('#said')).toContain('pte present');
      await page.locator(change).first().click();
      expect(await page.locator('#said').count()).toBe(0);
    }
    const [bare] = await explorer().visit(['#k=4.9&v=0x8000000000000064']);
    expect(bare).toMatchObject({ kernel: '', state: '' });
    // v6.12 arch/x86/mm/pat/set_memory.c __set_pages_np(): without _PAGE_PRESENT and _PAGE_RW.
    const [placed] = await explorer().visit(['#k=6.12&v=0x8000000012345060&at=kernel']);
    expect(placed).toMatchObject({ state: 'unmapped', raw: '0x8000000012345060' });
    await page.fill('[data-number="pfn"]', '0x12346');
    expect(await page.getAttribute('main', 'data-raw')).toBe('0x8000000012346060');
    await page.getByLabel('Its address').selectOption('any');
    expect(await page.getAttribute('main', 'data-state')).toBe('swap');
    await page.getByLabel('Its address').selectOption('kernel');
    await page.fill('#value', '0x8000000012345060');
    expect(await page.getAttribute('main', 'data-state')).toBe('swap');
  });

  test('a reload and a copied link show all that was seen', async () => {
    const { page } = explorer();
    await explorer().visit(['#view=tour', '#k=6.12&v=0x0fffffffffdb9600']);
    await page.selectOption('#function', 'pte_swp_mkuffd_wp');
    await page.click('#apply');
    await page.click('[data-bit="3"]');
    await page.fill('#other', '0x4');
    await page.selectOption('#build-state', 'migration');
    await page.check('.tick:has-text("writable") input');
    await page.click('summary:has-text("functions answer")');
    await page.fill('[type=search]', 'uffd');
    await page.waitForURL(/f\.answers=uffd/);
    const seen = (): Promise<string> => page.locator('main').innerText();
    const before = await seen();
    expect(before).toMatch(/bit 3 = 1[^]*before bit 3[^]*before pte_swp_mkuffd_wp[^]*pte_swp_uffd_wp\(\)/);
    await page.reload();
    await page.waitForSelector('[data-kernels]');
    expect(await seen()).toBe(before);
    const copy = page.url();
    await page.goto('about:blank');
    await page.goto(copy);
    await page.waitForSelector('[data-kernels]');
    expect(await seen()).toBe(before);
    expect(page.url()).toBe(copy);
  });

  test('back and forward lead through what was chosen, also from the address of a mistake', async () => {
    const { page } = explorer();
    await explorer().visit(['#view=tour']);
    await page.click('.tour a:text-is("0x4")');
    await page.waitForSelector('main[data-raw="0x0000000000000004"]');
    await page.locator('label:has-text("Architecture") select').selectOption('arm64');
    await page.click('nav button:has-text("Log")');
    const shown = async (): Promise<string> =>
      `${String(await page.getAttribute('main', 'data-view'))} ${String(await page.getAttribute('#kernel-line', 'data-kernel').catch(() => ''))}`;
    expect(await shown()).toMatch(/^log .*arm64/);
    await page.goBack();
    await page.waitForSelector('main[data-view="value"]');
    expect(await shown()).toMatch(/^value .*arm64/);
    await page.goBack();
    await page.waitForSelector('#kernel-line[data-kernel="uffd-wp-special"]');
    await page.goBack();
    await page.waitForSelector('main[data-view="tour"]');
    await page.goForward();
    await page.waitForSelector('main[data-raw="0x0000000000000004"][data-view="value"]');
    await explorer().visit(['#v=nonsense']);
    await page.goBack();
    await page.waitForSelector('main[data-raw="0x0000000000000004"]');
  });
});
