import { expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import type { FileChooser } from 'playwright-core';
import { inExplorer } from '../helpers/explorer.ts';
import { realFile } from '../helpers/real-kernels.ts';

const RELEASE = '6.1.0-56-amd64';

inExplorer('the keyboard alone', (explorer) => {
  const press = async (...keys: readonly string[]): Promise<void> => {
    for (const key of keys) await explorer().page.keyboard.press(key);
  };
  const raw = (): Promise<string | null> => explorer().page.getAttribute('main', 'data-raw');
  const isOn = (selector: string): Promise<unknown> =>
    explorer().page.evaluate(`document.activeElement.matches(${JSON.stringify(selector)})`);

  /** Goes to an element by Tab, or by Shift and Tab, wherever the focus is. */
  async function to(selector: string, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
    for (let left = 150; left > 0 && (await isOn(selector)) !== true; left -= 1) await press(key);
    expect([selector, await isOn(selector)]).toEqual([selector, true]);
  }

  async function type(selector: string, text: string): Promise<void> {
    await to(selector);
    await press('Control+A');
    await explorer().page.keyboard.type(text);
  }

  test('is enough for a session with a value: typed, switched, edited, changed, built, taken back, compared', async () => {
    const { page } = explorer();
    await explorer().visit(['#view=tour', '#k=6.12&v=0x0']);
    await page.evaluate('document.activeElement.blur()');
    await type('#value', '0x0fffffffffdb9600');
    expect(await raw()).toBe('0x0fffffffffdb9600');
    await to('[data-bit]');
    await press('End', 'ArrowLeft', 'ArrowLeft', 'Space');
    // Bit 2 of a swap pte. v6.12 arch/x86/include/asm/pgtable_types.h _PAGE_SWP_UFFD_WP
    expect(await raw()).toBe('0x0fffffffffdb9604');
    expect(await page.getAttribute(':focus', 'aria-label')).toBe('bit 2 _PAGE_SWP_UFFD_WP');
    expect(await page.getAttribute(':focus', 'aria-checked')).toBe('true');
    await type('[data-number="offset"]', '0x1235');
    expect(await raw()).toBe('0x0fffffffffdb9404');
    await to('#function');
    await page.keyboard.type('pte_swp_clear_uffd');
    await to('#apply');
    await press('Enter');
    expect(await raw()).toBe('0x0fffffffffdb9400');
    // It stays where it was, though there is nothing more to take.
    expect(await isOn('#apply[aria-disabled=true]')).toBe(true);
    await to('.steps button');
    await press('Enter');
    expect(await raw()).toBe('0x0fffffffffdb9404');
    expect(await isOn('#function')).toBe(true);
    await to('#build-state');
    await page.keyboard.type('pte-m');
    await to('[aria-labelledby=build] input[type=checkbox]');
    await press('Space');
    await to('#build-take');
    await press('Enter');
    expect(await page.getAttribute('main', 'data-state')).toBe('pte-marker');
    expect(await isOn('#build-take')).toBe(true);
    await page.locator('[data-kernels="4.19-5.18"]').waitFor();
    await to('[data-kernels="4.19-5.18"]');
    await press('Enter');
    await page.locator('[data-kernels="4.19-5.18"][aria-current]').waitFor();
    expect(await page.getAttribute('main', 'data-state')).toBe('migration');
    expect(await isOn('[data-kernels="4.19-5.18"]')).toBe(true);
    await type('#other', '0x4');
    await page.locator('[data-difference]').first().waitFor();
    await to('[aria-labelledby=compare] button');
    await press('Space');
    expect(await raw()).toBe('0x0000000000000004');
    await to('section.kernel label:nth-child(2) select', 'Shift+Tab');
    await page.keyboard.type('uffd');
    expect(await page.getAttribute('main', 'data-state')).toBe('uffd-wp-special');
    expect(await isOn('section.kernel label:nth-child(2) select')).toBe(true);
    await page.goBack();
    await page.locator('#kernel-line[data-kernel="4.19"]').waitFor();
    expect(explorer().complaints).toEqual([]);
  });

  test('is enough for a log, a file and the tour: each leads to a value', async () => {
    const { page } = explorer();
    await explorer().visit(['#v=0x0']);
    const view = async (name: string): Promise<void> => {
      await to('nav button:first-child', 'Shift+Tab');
      for (let left = 3; left > 0 && (await page.textContent(':focus')) !== name; left -= 1)
        await press('Tab');
      await press('Enter');
      await page.locator(`main[data-view="${name.toLowerCase()}"]`).waitFor();
      expect(await page.textContent(':focus')).toBe(name);
    };
    const follow = async (selector: string): Promise<void> => {
      await page.locator(selector).first().waitFor();
      await to(selector);
      const value = await page.textContent(':focus');
      await press('Enter');
      await page.locator('main[data-view="value"]').waitFor();
      expect(BigInt((await raw()) ?? '')).toBe(BigInt(value ?? ''));
      expect(await isOn('main')).toBe(true);
    };
    await view('Log');
    await to('#log');
    await page.keyboard.insertText('BUG: Bad page map in process a  pte:80000000fffff867 pmd:0449c067\n');
    await follow('.log a');
    expect(await page.textContent('#said')).toContain('pte 0x80000000fffff867 present pfn 0xfffff');
    await view('File');
    await to('#file');
    // The browser opens it within a moment of the key alone: on a busy machine that may have passed.
    let chosen: FileChooser | undefined;
    page.once('filechooser', (chooser) => {
      chosen = chooser;
    });
    for (let look = 0; look < 200 && chosen === undefined; look += 1) {
      if (look % 50 === 0) await press('Space');
      await setTimeout(100);
    }
    expect(chosen).toBeDefined();
    await chosen?.setFiles({ name: 'page', mimeType: '', buffer: readFileSync(realFile(RELEASE, 'ptpage-mixed.bin')) }); // prettier-ignore
    await follow('[data-entry] a');
    await view('Tour');
    await follow('.tour a');
    expect(explorer().complaints).toEqual([]);
  });

  test.each([
    '#k=6.12&v=0x0fffffffffdb9604&b=0x4&h=0x4~bit+2&f.config=&f.answers=uffd',
    '#k=6.12&v=0x8400000002bcbc25',
    '#view=log&log=pte:80000000fffff867',
    '#view=file',
    '#view=tour',
  ])('all that can be used in %s has a name, and what changes is told', async (hash) => {
    const { page } = explorer();
    await explorer().visit(['#v=0x1', hash]);
    const tree = await page.locator('body').ariaSnapshot();
    const nameless = /^ *- (?:button|switch|textbox|searchbox|combobox|checkbox|link|img|region|table|progressbar)(?: \[[^\]]*\])*:?(?: .*)?$/; // prettier-ignore
    expect(
      tree.split('\n').filter((line) => nameless.test(line.replaceAll("'", '')) && !line.includes('"')),
    ).toEqual([]);
    const live = await page.$$eval('[role=status], [role=alert]', (all) =>
      all.map((each) => each.textContent),
    );
    if (hash.includes('v=0x8')) {
      expect(live.join('\n')).toContain('present');
      expect(tree).toContain('switch "bit 10 _PAGE_UFFD_WP" [checked]');
    }
    if (!hash.includes('tour') && !hash.includes('file')) expect(live.join('').length).toBeGreaterThan(10);
  });
});
