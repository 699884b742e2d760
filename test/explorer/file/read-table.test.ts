import { afterAll, expect, test } from '@jest/globals';
import { architectures } from '../../../src/arch/index.ts';
import { LEVELS } from '../../../src/core/rows/layout.ts';
import { readTable, tableBytes } from '../../../src/explorer/file/read-table.ts';
import { formatHex } from '../../../src/core/u64.ts';
import { kernelStart, pageAddress } from '../../../src/images/scan/scan.ts';
import { resolveKernel } from '../../../src/kernel/resolve.ts';
import { runOnDisk } from '../../helpers/fake-io.ts';
import { jsonLines, property } from '../../helpers/json.ts';
import { randomValues } from '../../helpers/values.ts';
import { temporaryFolder } from '../../helpers/temporary.ts';

const folder = temporaryFolder();
afterAll(folder.remove);

test.each(architectures().map(({ arch }) => arch))('%s: tables as scan lists them', async (arch) => {
  const kernel = resolveKernel({ kernel: '6.12', arch });
  const words = new BigUint64Array(randomValues(1 << 13));
  for (const level of process.env['ALL'] === '1' ? LEVELS : LEVELS.slice(-2)) {
    const size = tableBytes(kernel, level);
    if (size === undefined) continue;
    const bytes = new Uint8Array(words.buffer, 0, size);
    // The second half is empty, for the rows that stand for several.
    bytes.fill(0, size / 2);
    // The addresses of the kernel, where what is not present is no entry of a process, where there are any.
    const begin = kernelStart(kernel);
    const at = level === 'pte' && begin < Infinity ? pageAddress(kernel, begin) : 0n;
    const result = readTable(kernel, bytes, level, at, 'a');
    const rows = result.kind === 'table' ? result.rows : [];
    const scanned = [
      'scan',
      '--table',
      folder.write('a', bytes),
      '--level',
      level,
      '--va',
      formatHex(at),
      '-k',
      '6.12',
      '--arch',
      arch,
    ];
    const { stdout, code } = await runOnDisk([...scanned, '--entries', '--none', '--tables', '--json']);
    expect(code).toBe(0);
    const records = jsonLines(stdout).map((record) =>
      ['vaddr', 'raw', 'state'].map((name) => String(property(record, name))),
    );
    const listed = rows.flatMap(({ address, raw, state, count }) =>
      Array.from({ length: count }, (_, at) => [at === 0 ? BigInt(address) : undefined, raw, state]),
    );
    expect(listed.map(([, raw, state]) => [raw, state])).toEqual(
      records.map(([, raw, state]) => [raw, state]),
    );
    listed.forEach(([address], at) => {
      if (address !== undefined) expect(address).toBe(BigInt(records[at]?.[0] ?? ''));
    });
  }
});
