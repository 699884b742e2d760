import { expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { inExplorer } from '../helpers/explorer.ts';
import { runOnDisk } from '../helpers/fake-io.ts';
import { realFile } from '../helpers/real-kernels.ts';

const release = '6.1.0-56-amd64';

inExplorer('a log', (explorer) => {
  test('annotates a log as the command does, and its values are links', async () => {
    const { page } = explorer();
    const path = realFile(release, 'console.log');
    // The value behind the view is not shown.
    expect(await explorer().visit(['#view=log'])).toMatchObject([{ state: '', raw: '' }]);
    expect(await page.textContent('label[for=log]')).toContain('since none was chosen above');
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
    // The link is gone: Tab goes on in the new view, and the browser's history names it.
    expect(await page.evaluate('document.activeElement.tagName')).toBe('MAIN');
    expect(await page.title()).toBe(`${value ?? ''} table - pte-decode explorer`);
  });
});
