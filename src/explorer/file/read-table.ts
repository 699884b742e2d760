import type { DecodedEntry } from '../../core/verdicts/decode.ts';
import { UNMAPPED } from '../../core/entry/state.ts';
import type { Level } from '../../core/rows/layout.ts';
import type { Kernel } from '../../core/rows/model.ts';
import { formatHex, formatU64 } from '../../core/u64.ts';
import { decodePlaced } from '../../core/verdicts/unmapped.ts';
import { joinHalves } from '../../images/address.ts';
import { scanBareTable } from '../../images/scan/bare-table.ts';
import { kernelStart, pageAddress, tableSize } from '../../images/scan/scan.ts';
import { briefly } from '../../records/properties.ts';
import type { FileResult, TableRow } from './messages.ts';

/** Bytes of a table of a level; undefined where the kernel has no such level. */
export function tableBytes(kernel: Kernel, level: Level): number | undefined {
  const geometry = kernel.levels.find((known) => known.level === level);
  return geometry && tableSize(kernel, geometry);
}

/**
 * The entries of a page of entries.
 *
 * @throws PteDecodeError as `scanBareTable`
 */
export function readTable(
  kernel: Kernel,
  bytes: Uint8Array,
  level: Level,
  vaddr: bigint,
  name: string,
): FileResult {
  const rows: TableRow[] = [];
  const kernelPage = kernelStart(kernel);
  const add = (raw: bigint, page: number): void => {
    const entry = decodePlaced(kernel, raw, level, page >= kernelPage);
    const row = rowOf(entry, pageAddress(kernel, page));
    const last = rows.at(-1);
    if (last && row.state === 'none' && last.raw === row.raw)
      rows[rows.length - 1] = { ...last, count: last.count + 1 };
    else rows.push(row);
  };
  scanBareTable(kernel, bytes, level, vaddr, name, {
    entries({ shift }, words, first, last, page) {
      for (let index = first; index < last; index += 1)
        add(
          joinHalves(words[2 * index] ?? 0, words[2 * index + 1] ?? 0),
          page + (index - first) * 2 ** (shift - kernel.pageShift),
        );
    },
    table: (_, lo, hi, page) => {
      add(joinHalves(lo, hi), page);
    },
    problem: () => undefined,
  });
  return { kind: 'table', kernel: kernel.id, level, rows };
}

function rowOf(entry: DecodedEntry, address: bigint): TableRow {
  const { state, raw } = entry;
  return {
    address: formatHex(address),
    raw: formatU64(raw),
    state,
    text: briefly(entry).slice(state.length).replace(/^; /, ''),
    count: 1,
    isKernels: state === UNMAPPED,
  };
}
