import { afterAll, expect, test } from '@jest/globals';
import { runOnDisk } from '../helpers/fake-io.ts';
import { writeCore, writeNote } from '../helpers/image-writer.ts';
import { temporaryFolder } from '../helpers/temporary.ts';

const folder = temporaryFolder();
afterAll(() => folder.remove());

// What -k says of a distribution's release an image's says too; what the tables do not cover is read as the nearest.
test.each([
  { release: '6.1.0-56-amd64', says: undefined, kernel: 'Linux 6.1.192 (debian-6.1)' },
  {
    release: '6.1.0-18-amd64',
    says: /is read as debian-6\.1, and it is a kernel of Debian: its name does not tell/,
    kernel: 'Linux 6.1.192 (debian-6.1)',
  },
  {
    release: '5.15.0-91-generic',
    says: /5\.15\.0-91-generic is read as 5\.15, and it is a kernel of Ubuntu/,
  },
  { release: '6.6.1-microsoft-standard-WSL2', says: /a kernel of Microsoft \(WSL\)/, kernel: 'Linux 6.6.1,' },
  {
    release: '5.14.0-427.el9.x86_64',
    says: /read as 6\.2, and it is a kernel of Red Hat/,
    kernel: 'Linux 6.2 (2 symbols differ),',
  },
  {
    release: '6.12.5_1',
    says: /6\.12\.5_1 is read as 6\.12\.5, and it is a kernel of Void Linux/,
    kernel: 'Linux 6.12.5,',
  },
  {
    release: '6.6.30-mycompany',
    says: /6\.6\.30-mycompany is not known: read as 6\.6\.30/,
    kernel: 'Linux 6.6.30,',
  },
  {
    release: '6.20.3',
    says: /6\.20\.3: there is no such release: read as 6\.19, the nearest before it/,
    kernel: 'Linux 6.19,',
  },
  {
    release: '7.9.1-generic',
    says: /7\.9\.1-generic: newer than the tables: read as 7\.3/,
    kernel: 'Linux 7.3,',
  },
  {
    release: 'garbage',
    says: /the kernel calls itself garbage, which is no release/,
    kernel: '(release assumed: the image does not say)',
  },
])('the release $release of an image', async ({ release, says, kernel = '' }) => {
  const text = `OSRELEASE=${release}\nPAGESIZE=4096\nNUMBER(pgtable_l5_enabled)=0\n`;
  const note = { type: 4, bytes: writeNote('VMCOREINFO', 0, Buffer.from(text)) };
  const path = folder.write(
    'core',
    writeCore({ segments: [note, { paddr: 0x1000n, bytes: new Uint8Array(4096) }] }),
  );
  const { code, stdout, stderr } = await runOnDisk(['walk', path, '--pgd', '0x1000', '0x1000']);
  expect(code).toBe(0);
  expect(stdout).toContain(kernel);
  if (says === undefined) expect(stderr).toBe('');
  else expect(stderr.replaceAll(/\s+/g, ' ')).toMatch(says);
});

// What `image` says for --kernel is the kernel that `walk` takes from the image, and none where --kernel would refuse it.
test.each([
  { release: '6.1.0-18-amd64', named: 'debian-6.1' },
  {
    release: '5.14.0-427.el9.x86_64',
    named: '6.2,CONFIG_PTE_MARKER_UFFD_WP=n,CONFIG_DEVICE_PRIVATE=y',
  },
  { release: '6.8.0-31-generic', named: '6.8,CONFIG_DEVICE_PRIVATE=y' },
  { release: '6.20.3', named: null },
  { release: '3.10.0-957.el7.x86_64', named: null },
])('the name for --kernel of an image of $release', async ({ release, named }) => {
  const text = `OSRELEASE=${release}\nPAGESIZE=4096\nNUMBER(pgtable_l5_enabled)=0\n`;
  const note = { type: 4, bytes: writeNote('VMCOREINFO', 0, Buffer.from(text)) };
  const path = folder.write(
    'core',
    writeCore({ segments: [note, { paddr: 0x1000n, bytes: new Uint8Array(4096) }] }),
  );
  const { stdout } = await runOnDisk(['image', path, '--json']);
  expect(JSON.parse(stdout)).toMatchObject({ release, kernel: named });
  if (named === null) return;
  const walked = await runOnDisk(['walk', path, '--pgd', '0x1000', '0x1000', '--json']);
  expect(JSON.parse(walked.stdout)).toMatchObject({ kernel: named });
  const decoded = await runOnDisk(['0x4', '--json', '-k', named]);
  expect(JSON.parse(decoded.stdout)).toMatchObject({ kernel: named });
});
