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

  test('an address that is gone to while the one of the log is about to be written is not lost', async () => {
    const { page } = explorer();
    await explorer().visit(['#view=log']);
    // The page writes its address a moment after typing: here right behind the step elsewhere, before the browser tells of it.
    await page.evaluate(`{
      const { setTimeout } = window;
      const late = [];
      window.setTimeout = (write) => late.push(write);
      const area = document.querySelector('#log');
      area.value = 'pte:1';
      area.dispatchEvent(new Event('input', { bubbles: true }));
      window.setTimeout = setTimeout;
      location.hash = '#view=file';
      for (const write of late) write();
    }`);
    await page.waitForSelector('#file');
    expect(await page.evaluate('location.hash')).toBe('#view=file');
  });
});
