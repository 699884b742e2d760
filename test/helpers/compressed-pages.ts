import { readFileSync } from 'node:fs';
import { arrayOf, numberOf, stringOf } from './json.ts';

/** A page of the fixtures, and the same page as the compression libraries themselves packed it. */
export interface CompressedPage {
  readonly name: string;
  readonly page: Uint8Array;
  readonly lzo: Uint8Array;
  readonly lzo999: Uint8Array;
  readonly snappy: Uint8Array;
  readonly zstd: Uint8Array;
}

/** Reads `compressed-pages.json`; its first line says which libraries wrote it. */
export function compressedPages(): CompressedPage[] {
  const fixtures = new URL('../fixtures/', import.meta.url);
  const text = readFileSync(new URL('images/compressed-pages.json', fixtures), 'utf8');
  return arrayOf(JSON.parse(text), 'pages').map((row) => {
    const file = stringOf(row, 'file');
    const offset = numberOf(row, 'offset');
    const bytes = readFileSync(new URL(`realkernel/${file}`, fixtures));
    const packed = (codec: string): Uint8Array => new Uint8Array(Buffer.from(stringOf(row, codec), 'base64'));
    return {
      name: `${file} at ${offset}`,
      page: new Uint8Array(bytes.subarray(offset, offset + 4096)),
      lzo: packed('lzo'),
      lzo999: packed('lzo999'),
      snappy: packed('snappy'),
      zstd: packed('zstd'),
    };
  });
}
