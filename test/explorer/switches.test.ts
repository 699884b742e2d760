import { expect, test } from '@jest/globals';
import { architectures } from '../../src/arch/index.ts';
import { encodeEntry } from '../../src/core/encode/encode.ts';
import { isPteDecodeError } from '../../src/core/errors.ts';
import { formatU64 } from '../../src/core/u64.ts';
import { answerOf } from '../../src/explorer/answer.ts';
import { changedKernel, switchesOf, withSymbol } from '../../src/explorer/kernel-choice.ts';
import type { ConfigSymbol } from '../../src/kernel/config.ts';
import { resolveKernel } from '../../src/kernel/resolve.ts';
import type { Kernel } from '../../src/core/rows/model.ts';
import { runOnDisk } from '../helpers/fake-io.ts';
import { jsonLines } from '../helpers/json.ts';
import { shownOf, wanted } from '../helpers/golden-values.ts';

/** Values of most states, of numbers, and none. */
function valuesOf(kernel: Kernel): readonly string[] {
  const all = (1n << BigInt(kernel.entryBits)) - 1n;
  const raws = [
    encodeEntry(kernel, { state: 'present', pfn: 0x1234n }),
    encodeEntry(kernel, { state: 'swap', swap: { type: 1, offset: 0x1234n } }),
    0x5555_5555_5555_5555n & all,
    0xaaaa_aaaa_aaaa_aaabn & all,
    all,
    0x24n,
    0n,
  ];
  return raws.map((raw) => (kernel.entryBits === 64 ? formatU64(raw) : `0x${raw.toString(16)}`));
}

/** The kernel with a symbol as it is not; undefined where that cannot be. */
function switched(kernel: Kernel, symbol: ConfigSymbol): Kernel | undefined {
  try {
    return withSymbol(kernel, symbol, !kernel.config(symbol.name));
  } catch (error) {
    if (!isPteDecodeError(error)) throw error;
    return undefined;
  }
}

const releases = process.env['ALL'] === '1' ? ['5.19', '6.6', '6.12', '7.3'] : ['5.19', '7.3'];
const kernels = architectures().flatMap(({ arch }) => releases.map((release) => ({ arch, release })));

test.each(kernels)(
  'each switch of $arch, Linux $release, is --config of the command',
  async ({ arch, release }) => {
    const plain = resolveKernel({ kernel: release, arch });
    const told: unknown[] = [];
    const expected: unknown[] = [];
    let count = 0;
    for (const symbol of switchesOf(plain)) {
      const kernel = switched(plain, symbol);
      if (kernel === undefined) continue;
      count += 1;
      const values = valuesOf(kernel);
      const option = `${symbol.runtime === true ? '' : 'CONFIG_'}${symbol.name}=${kernel.config(symbol.name) ? 'y' : 'n'}`;
      const { stdout } = await runOnDisk(['--json', '-k', release, '--arch', arch, '--config', option, ...values]); // prettier-ignore
      expected.push(...jsonLines(stdout).map(wanted));
      told.push(
        ...values.map((value) => {
          const { entry } = answerOf({ kernel: kernel.id, value, level: 'pte' });
          return entry && shownOf(entry);
        }),
      );
      // Switched back it is the kernel of which that was said.
      const config = new Map([[symbol.name, plain.config(symbol.name)]]);
      expect(changedKernel(kernel, { config }).id).toBe(resolveKernel({ kernel: release, arch, config }).id);
    }
    expect(count).toBeGreaterThan(2);
    expect(told).toEqual(expected);
  },
);
