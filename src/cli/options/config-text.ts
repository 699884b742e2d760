import { PteDecodeError } from '../../core/errors.ts';
import type { Input, Io } from '../../input/io.ts';

/** Bytes of text, unpacked, that are read: a real .config has a third of a megabyte. */
const MOST_BYTES = 64 << 20;
/** Settings that are kept: Linux 7.3 has about 20,000 symbols. */
const MOST_SETTINGS = 100_000;
/** Characters of a line that are looked at: all that a setting of a page-table entry has. */
const LINE_LIMIT = 200;
const CHUNK = 1 << 16;

const SETTING = /^(?:CONFIG_([A-Z0-9_]+)=.*|# CONFIG_([A-Z0-9_]+) is not set.*)/gm;

/** Keeps of a `.config`, however long, the last setting of each symbol. */
class Settings {
  readonly #lines = new Map<string, string>();
  readonly #decoder = new TextDecoder();
  #rest = '';
  #bytes = 0;

  /** Takes the next bytes. @throws PteDecodeError `ERR_CONFIG` when there are more than any `.config` has */
  add(bytes: Uint8Array): void {
    this.#bytes += bytes.length;
    if (this.#bytes > MOST_BYTES)
      throw new PteDecodeError('ERR_CONFIG', `larger than ${MOST_BYTES >> 20} MiB: not a kernel .config`);
    const text = this.#rest + this.#decoder.decode(bytes, { stream: true });
    const end = text.lastIndexOf('\n') + 1;
    this.#take(text.slice(0, end));
    // A line without end: only its beginning can matter.
    this.#rest = text.slice(end, end + LINE_LIMIT);
  }

  /** The settings as the text of a `.config`. */
  text(): string {
    this.#take(this.#rest + this.#decoder.decode());
    return [...this.#lines.values()].join('\n');
  }

  #take(text: string): void {
    for (const [line, set, unset] of text.matchAll(SETTING)) {
      const symbol = set ?? unset ?? '';
      const before = this.#lines.get(symbol);
      // "is not set" is said of symbols that nothing else is said of.
      if (set === undefined && before !== undefined) continue;
      const kept = line.slice(0, LINE_LIMIT);
      if (kept !== before) this.#lines.set(symbol, kept);
    }
    if (this.#lines.size > MOST_SETTINGS)
      throw new PteDecodeError('ERR_CONFIG', `more than ${MOST_SETTINGS} settings: not a kernel .config`);
  }
}

function* chunksOf(input: Input, first: Uint8Array): Generator<Uint8Array, void, undefined> {
  yield first;
  const buffer = new Uint8Array(CHUNK);
  for (let length = input.read(buffer); length > 0; length = input.read(buffer))
    yield buffer.slice(0, length);
}

/** Unpacks piece by piece, so that it does not matter how much comes out. */
async function unpack(chunks: Iterable<Uint8Array>, settings: Settings): Promise<void> {
  const [{ Readable }, { createGunzip }] = await Promise.all([import('node:stream'), import('node:zlib')]);
  const packed = Readable.from(chunks, { objectMode: false, highWaterMark: CHUNK });
  const plain = createGunzip();
  packed.on('error', (error) => plain.destroy(error));
  try {
    for await (const chunk of packed.pipe(plain)) if (chunk instanceof Uint8Array) settings.add(chunk);
  } finally {
    packed.destroy();
    plain.destroy();
  }
}

/** Whether an error is zlib's for data that are no gzip. */
function isDamage(error: unknown): boolean {
  const code: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, 'code') : undefined;
  return code === 'Z_DATA_ERROR' || code === 'Z_BUF_ERROR' || code === 'Z_NEED_DICT';
}

/**
 * The settings of a kernel `.config`, plain or gzipped, of a file or a pipe, with memory that does not depend on its
 * size: the last of each symbol, in lines that `parseConfigText` reads.
 *
 * @throws PteDecodeError `ERR_INPUT` when it cannot be read, `ERR_CONFIG` when it is damaged or no `.config` by its size
 */
export async function readConfigText(io: Io, path: string): Promise<string> {
  // A file of that name: standard input is for values.
  const input = io.open(path === '-' ? './-' : path);
  try {
    const head = new Uint8Array(2);
    let length = 0;
    for (let got = 1; length < 2 && got > 0; length += got) got = input.read(head.subarray(length));
    const chunks = chunksOf(input, head.subarray(0, length));
    const settings = new Settings();
    if (head[0] !== 0x1f || head[1] !== 0x8b) for (const chunk of chunks) settings.add(chunk);
    else await unpack(chunks, settings);
    return settings.text();
  } catch (cause) {
    if (!isDamage(cause)) throw cause;
    throw new PteDecodeError('ERR_CONFIG', 'damaged gzip data', { origin: { source: path }, cause });
  } finally {
    input.close();
  }
}
