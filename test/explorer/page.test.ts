import { expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { EXPLORER, inExplorer } from '../helpers/explorer.ts';

test('the file is smaller than 200 KB when it is sent, and speaks of no other', () => {
  const text = readFileSync(EXPLORER, 'utf8');
  expect(gzipSync(text).length).toBeLessThan(200_000);
  expect(text).toContain(`content="default-src 'none'; script-src 'sha256-`);
  expect(text).not.toMatch(/<(?:link|img|iframe|script src|object|embed)\b/);
});

inExplorer('the page', (explorer) => {
  test('can be used within half a second, and asks for nothing', async () => {
    const times: number[] = [];
    for (let run = 0; run < 3; run += 1) {
      await explorer().page.reload();
      await explorer().page.waitForSelector('main[data-state]');
      times.push(
        Number(
          await explorer().page.evaluate(
            `performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd`,
          ),
        ),
      );
    }
    // The quickest: the machine may have other things to do.
    expect(Math.min(...times)).toBeLessThan(500);
    expect(explorer().requests).toEqual([]);
    expect(explorer().complaints).toEqual([]);
  });

  test.each([360, 620, 1000, 2000])('%d pixels are wide enough', async (width) => {
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
});
