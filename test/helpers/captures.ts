import { CAPTURE_MAGIC, encodeSection } from '../../src/pagemap/capture-format.ts';

/** A mapping of a made capture. */
export interface MadeMapping {
  readonly start: bigint;
  readonly perms?: string;
  readonly name?: string;
  /** Its `VmFlags`, as smaps writes them. */
  readonly flags: string;
  readonly words: readonly bigint[];
}

/** A capture with mappings and their words, in the format that docs/pagemap.md describes. */
export function captureOf(
  kernel: string,
  mappings: readonly MadeMapping[],
  softDirty: boolean | undefined = true,
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
  };
  const smaps = mappings.map(({ start, perms = 'rw-p', name = '', flags, words }) => {
    const end = start + 4096n * BigInt(words.length);
    return `${start.toString(16)}-${end.toString(16)} ${perms} 00000000 00:00 0 ${name}\nVmFlags: ${flags} \n`;
  });
  const data = mappings.map(({ start, words }) => {
    const bytes = new Uint8Array(16 + 8 * words.length);
    const view = new DataView(bytes.buffer);
    view.setBigUint64(0, start / 4096n, true);
    view.setUint32(12, words.length, true);
    for (const [at, word] of words.entries()) view.setBigUint64(16 + 8 * at, word, true);
    return encodeSection('DATA', bytes);
  });
  const total = new Uint8Array(8);
  const pages = mappings.reduce((sum, { words }) => sum + words.length, 0);
  new DataView(total.buffer).setBigUint64(0, BigInt(pages), true);
  return Buffer.concat([
    CAPTURE_MAGIC,
    encodeSection('HEAD', text(JSON.stringify(header))),
    encodeSection('MAPS', text(smaps.join(''))),
    ...data,
    encodeSection('DONE', total),
  ]);
}
