import { expect, test } from '@jest/globals';
import { inExplorer } from '../helpers/explorer.ts';

inExplorer('what is hostile', (explorer) => {
  test('logs and files with markup in them put none on the page', async () => {
    const { page } = explorer();
    const bad = `<img src=x onerror="alert(1)"><script>alert(2)</script>\u001b[31m\u0001raw\u0002x\u0003`;
    const text = `${bad}\nBUG: Bad page map in process <b>x</b>  pte:80000000fffff867 pmd:0449c067\nCPU: 0 PID: 1 Comm: ${bad} 6.1.0${bad}\n`;
    await explorer().visit(['#view=log']);
    await page.fill('#log', text);
    await page.waitForSelector('.log .said');
    await explorer().visit(['#view=file']);
    await page.setInputFiles('#file', {
      name: `${bad}.log`,
      mimeType: 'text/plain',
      buffer: Buffer.from(text),
    });
    await page.waitForSelector('.log .said');
    await page.setInputFiles('#file', { name: bad, mimeType: 'text/html', buffer: Buffer.alloc(4096, 0xff) });
    await page.waitForSelector('[data-entry]');
    expect(await page.evaluate(`document.querySelectorAll('img, iframe, script').length`)).toBe(1);
    expect(explorer().complaints).toEqual([]);
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
    await explorer().visit(hashes);
    expect(await explorer().page.evaluate(`document.querySelectorAll('img, iframe, script').length`)).toBe(1);
    expect(explorer().complaints).toEqual([]);
  });
});
