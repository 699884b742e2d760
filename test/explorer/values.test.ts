import { expect, test } from '@jest/globals';
import { architectures } from '../../src/arch/index.ts';
import { decodeEntry } from '../../src/core/verdicts/decode.ts';
import { encodeEntry } from '../../src/core/encode/encode.ts';
import { formatU64 } from '../../src/core/u64.ts';
import { otherKernels } from '../../src/kernel/others.ts';
import { resolveKernel } from '../../src/kernel/resolve.ts';
import { inExplorer, type Shown } from '../helpers/explorer.ts';
import { runOnDisk } from '../helpers/fake-io.ts';
import { addressOf, goldenRecords, shownOf, wanted } from '../helpers/golden-values.ts';

inExplorer('the explorer says what the command says', (explorer) => {
  test('of every value of the golden sessions, on every architecture', async () => {
    const records = await goldenRecords();
    const kernels = new Set(records.map((record) => wanted(record).kernel));
    expect(new Set([...kernels].map((id) => resolveKernel({ kernel: id }).arch))).toEqual(
      new Set(architectures().map(({ arch }) => arch)),
    );
    expect(records.length).toBeGreaterThan(500);
    expect(await explorer().visit(records.map(addressOf))).toEqual(records.map(wanted));
  });

  test('of a thousand bits that are switched, on every architecture', async () => {
    // Bits by a fixed sequence: every run switches the same ones.
    let seed = 12345;
    const random = (below: number): number => (seed = (seed * 1103515245 + 12345) % 2147483648) % below;
    const names = [
      '',
      '6.12',
      '6.12,paging=5,enc-bit=51',
      '4.14',
      ...architectures().map(({ arch }) => `7.3,arch=${arch}`),
    ];
    const starts = names.flatMap((name) => {
      const kernel = resolveKernel(name === '' ? {} : { kernel: name });
      const parts = { pfn: 0x1234n, swap: { type: 1, offset: 0x1234n } };
      return (['present', 'swap'] as const).map((state) => ({
        kernel,
        raw: encodeEntry(kernel, {
          state,
          ...(state === 'swap' ? { swap: parts.swap } : { pfn: parts.pfn }),
        }),
        switched: Array.from({ length: 50 }, () => random(kernel.entryBits)),
      }));
    });
    const shown: Shown[] = await explorer().page.evaluate(`unseen(async () => {
      const all = [];
      for (const { kernel, value, switched } of ${JSON.stringify(starts.map(({ kernel, raw, switched }) => ({ kernel: kernel.id, value: formatU64(raw), switched })))}) {
        await visit('#k=' + kernel + '&v=' + value);
        for (const bit of switched) {
          document.querySelector('[data-bit="' + bit + '"]').click();
          await settled();
          all.push(shown());
        }
      }
      return all;
    })`);
    const others = otherKernels();
    const expected = starts.flatMap(({ kernel, raw: start, switched }) => {
      let raw = start;
      return switched.map((bit): Shown => {
        raw ^= 1n << BigInt(bit);
        return shownOf(decodeEntry(kernel, raw, { others }));
      });
    });
    expect(expected.length).toBeGreaterThan(1000);
    expect(shown).toEqual(expected);
  });

  test.each([
    ['-k', '5.14.0-427.el9.x86_64'],
    ['-k', '6.1.0-28-amd64'],
    ['-k', 'v6.12'],
    ['-k', '6.12.5,CONFIG_MEM_SOFT_DIRTY=n,paging=5'],
    ['-k', '6.6', '--arch', 'arm64'],
    ['--arch', 's390x'],
  ])('of the kernel that %s %s means', async (...words) => {
    const { stdout } = await runOnDisk(['0x4', '--json', ...words]);
    const record: unknown = JSON.parse(stdout);
    const said = (name: string): string =>
      words.includes(name) ? (words[words.indexOf(name) + 1] ?? '') : '';
    const [shown] = await explorer().visit([
      `#k=${encodeURIComponent(said('-k'))}&arch=${said('--arch')}&v=0x4`,
    ]);
    expect(shown).toEqual(wanted(record));
  });
});
