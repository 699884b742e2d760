import { expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { SCREENS, seriousOf, showOn } from '../helpers/chromium.ts';
import { EXPLORER, inExplorer } from '../helpers/explorer.ts';
import { realFile } from '../helpers/real-kernels.ts';

test('the file is smaller than 200 KB when it is sent, and speaks of no other', () => {
  const text = readFileSync(EXPLORER, 'utf8');
  expect(gzipSync(text).length).toBeLessThan(200_000);
  expect(text).toContain(`content="default-src 'none'; script-src 'sha256-`);
  expect(text).not.toMatch(/<(?:link|img|iframe|script src|object|embed)\b/);
});

inExplorer('the page', (explorer) => {
  test('asks for nothing', async () => {
    await explorer().page.reload();
    await explorer().page.waitForSelector('main[data-state]');
    expect(explorer().requests).toEqual([]);
    expect(explorer().complaints).toEqual([]);
  });

  test.each([360, 2000])('%d pixels are wide enough', async (width) => {
    await explorer().page.setViewportSize({ width, height: 800 });
    const hashes = [
      '#k=6.12&v=0x8400000002bcbc25&b=0x4&f.config=&f.answers=',
      '#k=6.6,arch=arm&v=0x6123408f',
      '#view=tour',
      '#view=log&log=pte:80000000fffff867',
      '#view=file',
    ];
    for (const hash of hashes) {
      await explorer().visit([hash]);
      expect([hash, await explorer().page.evaluate('document.documentElement.scrollWidth')]).toEqual([
        hash,
        width,
      ]);
    }
  });

  const isAll = process.env['ALL'] === '1';
  // Wide and narrow, light and dark, each view: what axe finds, the width, and what Tab leads to.
  const views = [
    { name: 'a value', hash: '#k=6.12&v=0x8400000002bcbc25&b=0x8400000002bcbc27&f.answers=uffd' },
    {
      name: 'a marker after steps',
      hash: '#k=6.12&v=0xfffffffffffffc00&h=0x4~bit%202;0x0~pte_mkold&f.config=',
    },
    { name: 'an entry of 32 bits', hash: '#k=6.6,arch=arm&v=0x6123408f' },
    { name: 'a big-endian entry', hash: '#k=6.12,arch=s390x&v=0x12345403&f.build=pte-marker' },
    { name: 'mistakes', hash: '#k=6.12&v=0x12g' },
    { name: 'no such kernel', hash: '#k=6.99' },
    {
      name: 'a log',
      hash: `#log=${encodeURIComponent('BUG: Bad page map in process a  pte:80000000fffff867 pmd:0449c067')}`,
    },
    { name: 'the tour', hash: '#view=tour' },
    { name: 'no file', hash: '#view=file' },
    { name: 'a page of entries', hash: '#view=file&k=6.1', file: 'ptpage-mixed.bin', has: '[data-entry]' },
    { name: 'a dump', hash: '#view=file&k=6.1', file: 'pagemap/anon_swapped.bin', has: '[data-category]' },
    { name: 'a file of a log', hash: '#view=file', file: 'console.log', has: '.log .said' },
  ];
  test.each(views)(
    '$name: axe finds nothing serious, light and dark, narrow and wide',
    async ({ name, hash, file, has }) => {
      const { page } = explorer();
      await explorer().visit([hash]);
      if (file !== undefined) {
        await page.setInputFiles('#file', realFile('6.1.0-56-amd64', file));
        await page.waitForSelector(has);
      }
      // Wide and light, narrow and dark; ALL=1 has the other two.
      for (const screen of SCREENS.slice(0, isAll ? undefined : 2)) {
        await showOn(page, screen);
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(screen.width);
        // It takes a second: one view after the other in light and in dark.
        if (isAll || views.findIndex((view) => view.name === name) % 2 === SCREENS.indexOf(screen))
          expect(await seriousOf(page)).toEqual([]);
      }
      expect(explorer().complaints).toEqual([]);
    },
  );

  test.each(
    views.filter(({ name }) => ['a marker after steps', 'a log', 'the tour', 'no file'].includes(name)),
  )('$name: all that Tab leads to shows that it has the focus', async ({ hash }) => {
    const { page } = explorer();
    await page.setViewportSize({ width: 400, height: 800 });
    await explorer().visit([hash]);
    await page.evaluate('document.activeElement.blur()');
    const stops = new Set<string>();
    for (let turn = 0; turn < 60; turn += 1) {
      await page.keyboard.press('Tab');
      // The browser scrolls to it with a later frame: which one depends on what else the machine has to do.
      let stop = '';
      for (let look = 0; look < 100; look += 1) {
        stop = String(await page.evaluate(FOCUSED));
        if (stop === '' || stop.includes(' in sight: ')) break;
        await setTimeout(50);
      }
      if (stop === '') break;
      expect(stop).toMatch(/^(solid|auto) [2-9]px in sight: /);
      stops.add(stop);
    }
    expect(stops.size).toBeGreaterThan(7);
  });
});

/** Whether the element with the focus is in the window; without a focus the whole page is. */
const IN_SIGHT = `(() => {
  const { activeElement } = document;
  if (activeElement === document.body) return true;
  const { top, bottom, left, width } = activeElement.getBoundingClientRect();
  return bottom > 0 && top < innerHeight && left + width > 0 && left < innerWidth && width > 0;
})()`;

/** How the element with the focus shows it, whether it is in the window, and what it is; empty for none. */
const FOCUSED = `(() => {
  const { activeElement } = document;
  if (activeElement === document.body) return '';
  const { outlineStyle, outlineWidth } = getComputedStyle(activeElement);
  const isInSight = ${IN_SIGHT};
  return outlineStyle + ' ' + outlineWidth + (isInSight ? ' in sight: ' : ' hidden: ') + activeElement.outerHTML.slice(0, 60);
})()`;
