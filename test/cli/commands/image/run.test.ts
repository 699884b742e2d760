import { afterAll, describe, expect, test } from '@jest/globals';
import { storeZlib, writeKdump } from '../../../helpers/image-writer.ts';
import { jsonLines, property, stringOf } from '../../../helpers/json.ts';
import { readTables, realJson, REAL_KERNELS, unpackedImage } from '../../../helpers/real-kernels.ts';
import { runOnDisk } from '../../../helpers/fake-io.ts';
import { temporaryFolder } from '../../../helpers/temporary.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());

describe('image', () => {
  test.each(REAL_KERNELS)('$folder as JSON', async ({ folder: release, kernel }) => {
    const path = await unpackedImage(release);
    const { code, stdout, stderr } = await runOnDisk(['image', '--json', path]);
    expect([code, stderr]).toEqual([0, '']);
    const [record] = jsonLines(stdout);
    expect(record).toMatchObject({
      schema: 2,
      format: 'elf',
      machine: 'x86_64',
      release,
      kernel,
      paging: 4,
      page_size: 4096,
    });
    expect(property(record, 'cpus')).toMatchObject([
      { cpu: 0, cr3: stringOf(realJson(release, 'meta.json'), 'cr3') },
    ]);
    // 256 MiB of RAM in two blocks, the frame buffer and the firmware (test/fixtures/realkernel/README.md).
    expect(property(record, 'memory')).toEqual([
      { start: '0x0', end: '0xa0000' },
      { start: '0xc0000', end: '0x10000000' },
      { start: '0xfd000000', end: '0xfe000000' },
      { start: '0xfffc0000', end: '0x100000000' },
    ]);
  });

  test('as text', async () => {
    const { stdout } = await runOnDisk(['image', await unpackedImage('6.12.117+deb12-amd64')]);
    expect(stdout).toMatch(/^format +ELF64 core, little endian, 4 memory segments, x86_64$/m);
    expect(stdout).toMatch(/^kernel +6\.12\.117\+deb12-amd64 \(--kernel debian-6\.12\)$/m);
    expect(stdout).toMatch(/^CPU 0 +CR3 0x3851000, CR4 0x3506f0, at 0x[0-9a-f]{16}$/m);
  });

  test('many ranges are counted, the first shown', async () => {
    const page = readTables('6.1.0-56-amd64').pages[0]?.bytes ?? new Uint8Array(4096);
    const pages = Array.from({ length: 40 }, (_, i) =>
      storeZlib({ physAddr: BigInt(i) * 0x2000n, bytes: page }),
    );
    const path = folder.write('kdump', writeKdump({ pages, dumpLevel: 1 }));
    const { stdout } = await runOnDisk(['image', path]);
    expect(stdout).toMatch(/^memory +160 KiB in 40 ranges$/m);
    expect(stdout).toContain('… and 8 more (--json has all)');
    expect(stdout).toMatch(/^note +dump level 1: pages of zeros are kept once$/m);
  });

  test('what is no image is refused', async () => {
    const path = folder.write('text', Buffer.from('no image at all'));
    const { code, stdout, stderr } = await runOnDisk(['image', path]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/@0x0: not a memory image: .*, for a page of entries scan --table\n$/);
    expect((await runOnDisk(['image', '--memory-base', '0x1000', path])).code).toBe(0);
    expect((await runOnDisk(['image', `${path}.absent`])).stderr).toMatch(/cannot read: no such file/);
  });
});
