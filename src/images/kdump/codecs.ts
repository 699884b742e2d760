import type { ZSTDDecoder } from 'zstddec';
import { PteDecodeError } from '../../core/errors.ts';
import { zlib } from '../../input/bytes/zlib.ts';
import { lzo1xDecompress } from './lzo.ts';
import { snappyDecompress } from './snappy.ts';

/** How a page of a kdump-compressed image may be compressed. */
export type Codec = 'zlib' | 'lzo' | 'snappy' | 'zstd';

/**
 * Decompresses one page.
 *
 * @param size the size of a page in bytes: not more comes out, and nothing larger is allocated
 * @returns the page, or undefined when the data are damaged or do not come to exactly `size` bytes
 */
export type Decompress = (codec: Codec, data: Uint8Array, size: number) => Uint8Array | undefined;

/**
 * Makes ready to decompress pages. zlib is Node's own; zstd is the reference implementation as WebAssembly,
 * loaded only when asked for; LZO and snappy are our own, since what npm has for them is under the GPL, or
 * loops for ever on damaged data.
 *
 * @param zstd whether pages compressed with zstd are to be expected
 * @throws PteDecodeError `ERR_INPUT` when they are, and the process may not have WebAssembly
 */
export async function loadCodecs(zstd: boolean): Promise<Decompress> {
  const decoder = zstd ? new (await import('zstddec')).ZSTDDecoder() : undefined;
  try {
    await decoder?.init();
  } catch (cause) {
    throw new PteDecodeError(
      'ERR_INPUT',
      'pages compressed with zstd are unpacked by WebAssembly, which this process may not have (ulimit -v, --jitless)',
      { cause },
    );
  }
  return (codec, data, size) => {
    const page = attempt(() => decompressWith(codec, data, size, decoder));
    return page?.length === size ? page : undefined;
  };
}

function decompressWith(
  codec: Codec,
  data: Uint8Array,
  size: number,
  decoder: ZSTDDecoder | undefined,
): Uint8Array | undefined {
  if (codec === 'zlib') return zlib().inflateSync(data, { maxOutputLength: size });
  if (codec === 'zstd') return decoder?.decode(data, size);
  const out = new Uint8Array(size);
  const length = codec === 'lzo' ? lzo1xDecompress(data, out) : snappyDecompress(data, out);
  return length === undefined ? undefined : out.subarray(0, length);
}

/** Damaged data make every library throw something of its own: all of it means the same here. */
function attempt<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch {
    return undefined;
  }
}
