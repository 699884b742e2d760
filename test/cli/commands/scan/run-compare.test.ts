import { afterAll, describe, expect, test } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { jsonLines, stringOf } from '../../../helpers/json.ts';
import { realFile, realJson, REAL_KERNELS, unpackedImage } from '../../../helpers/real-kernels.ts';
import { runOnDisk } from '../../../helpers/fake-io.ts';
import { temporaryFolder } from '../../../helpers/temporary.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());

describe.each(REAL_KERNELS)('scan --pagemap on $folder', ({ folder: release }) => {
  test('the kernel’s own pagemap agrees with the entries, for every region', async () => {
    const image = await unpackedImage(release);
    const files = readdirSync(realFile(release, 'pagemap')).filter((file) => file.endsWith('.bin'));
    expect(files.length).toBeGreaterThan(40);
    for (const file of files) {
      const start = stringOf(realJson(release, `pagemap/${file.replace('.bin', '.json')}`), 'start_va');
      const words = realFile(release, `pagemap/${file}`);
      const { code, stdout, stderr } = await runOnDisk([
        'scan',
        '--memory',
        image,
        '--cpu',
        '0',
        '--pagemap',
        words,
        '--start',
        start,
      ]);
      expect({ file, code, stdout }).toEqual({ file, code: 0, stdout: '' });
      expect(stderr).toMatch(
        new RegExp(`^pte-decode: ${readFileSync(words).length / 8} pages compared, 0 disagree$`, 'm'),
      );
    }
  });

  test('what does not agree is listed', async () => {
    const image = await unpackedImage(release);
    const words = new Uint8Array(readFileSync(realFile(release, 'pagemap/sd_clean.bin')));
    const view = new DataView(words.buffer);
    // Another frame; a swap entry; no page; uffd-wp (bits 54-0, 62, 63 and 57 of v6.12 Documentation/admin-guide/mm/pagemap.rst).
    view.setBigUint64(0, view.getBigUint64(0, true) + 1n, true);
    view.setBigUint64(8, (1n << 62n) | 32n, true);
    view.setBigUint64(16, 0n, true);
    view.setBigUint64(24, view.getBigUint64(24, true) | (1n << 57n), true);
    const path = folder.write(`${release}.pagemap`, words);
    const start = stringOf(realJson(release, 'pagemap/sd_clean.json'), 'start_va');
    const { code, stdout } = await runOnDisk([
      'scan',
      '--memory',
      image,
      '--cpu',
      '0',
      '--pagemap',
      path,
      '--start',
      start,
      '--json',
    ]);
    expect(code).toBe(1);
    const records = jsonLines(stdout);
    expect(records.map((record) => Number(BigInt(stringOf(record, 'vaddr')) - BigInt(start)) / 4096)).toEqual(
      [0, 1, 2, 3],
    );
    expect(records.map((record) => stringOf(record, 'why'))).toEqual([
      expect.stringMatching(/^the image has frame 0x[0-9a-f]+, pagemap frame 0x/),
      'the image has a page that is present, pagemap says swap',
      'the image has a page that is present, pagemap says none',
      'pagemap says it is protected by userfaultfd, the entry is not',
    ]);
  });
});
