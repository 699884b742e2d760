import { CAPTURE_MAGIC, encodeSection, RECORD } from '../../src/pagemap/capture/format.ts';

/** A mapping of a made capture. */
export interface MadeMapping {
  readonly start: bigint;
  readonly perms?: string;
  readonly name?: string;
  /** Its `VmFlags`, as smaps writes them. */
  readonly flags: string;
  readonly words: readonly bigint[];
  /** Pages behind the words, all with the empty word in one record; smaps says that nothing is resident. */
  readonly empty?: number;
}

/** A capture with mappings and their words, in the format that docs/pagemap.md describes. */
export function captureOf(
  kernel: string,
  mappings: readonly MadeMapping[],
  softDirty: boolean | undefined = true,
  more: Readonly<Record<string, unknown>> = {},
): Uint8Array {
  const text = (value: string): Uint8Array => new TextEncoder().encode(value);
  const header = {
    format: 1,
    page_size: 4096,
    kernel,
    pid: 7,
    program: 'x',
    notes: [],
    ...(softDirty === undefined ? {} : { soft_dirty: softDirty }),
    ...more,
  };
  const smaps = mappings.map(({ start, perms = 'rw-p', name = '', flags, words, empty = 0 }) => {
    const end = start + 4096n * BigInt(words.length + empty);
    const counts = empty > 0 ? 'Rss: 0 kB\nSwap: 0 kB\n' : '';
    return `${start.toString(16)}-${end.toString(16)} ${perms} 00000000 00:00 0 ${name}\n${counts}VmFlags: ${flags} \n`;
  });
  const data = mappings.map(({ start, words, empty = 0 }) => {
    const length = words.length > 0 ? 16 + 8 * words.length : 0;
    const bytes = new Uint8Array(length + (empty > 0 ? 24 : 0));
    const view = new DataView(bytes.buffer);
    if (empty > 0) {
      view.setBigUint64(length, start / 4096n + BigInt(words.length), true);
      view.setUint32(length + 8, RECORD.repeat, true);
      view.setUint32(length + 12, empty, true);
    }
    if (length === 0) return encodeSection('DATA', bytes);
    view.setBigUint64(0, start / 4096n, true);
    view.setUint32(12, words.length, true);
    for (const [at, word] of words.entries()) view.setBigUint64(16 + 8 * at, word, true);
    return encodeSection('DATA', bytes);
  });
  const total = new Uint8Array(8);
  const pages = mappings.reduce((sum, { words, empty = 0 }) => sum + words.length + empty, 0);
  new DataView(total.buffer).setBigUint64(0, BigInt(pages), true);
  return Buffer.concat([
    CAPTURE_MAGIC,
    encodeSection('HEAD', text(JSON.stringify(header))),
    encodeSection('MAPS', text(smaps.join(''))),
    ...data,
    encodeSection('DONE', total),
  ]);
}
