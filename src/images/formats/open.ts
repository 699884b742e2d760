import { closingOnError } from '../../input/bytes/io.ts';
import { BEYOND_MEMORY } from './extents.ts';
import { PteDecodeError } from '../../core/errors.ts';
import { formatHex } from '../../core/u64.ts';
import { openElf } from './elf.ts';
import { openFlattened } from './flattened.ts';
import { openKdump } from '../kdump/kdump.ts';
import { openLime } from './lime.ts';
import { type PhysicalMemory } from '../memory.ts';
import { openRaw } from './raw.ts';
import { malformed, type ByteSource } from '../../input/bytes/byte-source.ts';
import {
  ELF_SIGNATURE,
  type FileFormat,
  fileFormat,
  FLATTENED_SIGNATURE,
  FORMAT_BYTES,
  KDUMP_SIGNATURE,
  LIME_SIGNATURE,
} from '../../input/bytes/file-formats.ts';

/**
 * Opens a memory image; its own first bytes say which format it has.
 *
 * @param source the file; closed when it cannot be opened as an image
 * @param options `base`: take the file as raw memory that starts at this physical address (bytes, below 2^53)
 * @throws PteDecodeError `ERR_INPUT` when the file cannot be read, `ERR_FORMAT` when it is no image or
 *   contradicts itself, `ERR_TRUNCATED` when it ends inside its headers, `ERR_VALUE_RANGE` for a base no machine has
 */
export async function openImage(
  source: ByteSource,
  options: { base?: bigint } = {},
): Promise<PhysicalMemory> {
  const { base } = options;
  return closingOnError([source], () => {
    if (base !== undefined && base > BigInt(Number.MAX_SAFE_INTEGER))
      throw new PteDecodeError('ERR_VALUE_RANGE', `a memory base of ${formatHex(base)}: ${BEYOND_MEMORY}`);
    return base === undefined ? openByMagic(source) : openRaw(source, Number(base), formatOf(source));
  });
}

/** What a flattened file can hold. */
const INNER_SIGNATURES = [ELF_SIGNATURE, KDUMP_SIGNATURE, LIME_SIGNATURE];

async function openByMagic(source: ByteSource): Promise<PhysicalMemory> {
  const start = firstBytes(source);
  if (start.startsWith(FLATTENED_SIGNATURE)) {
    const inner = openFlattened(source);
    const head = firstBytes(inner);
    if (inner.cut !== undefined && !INNER_SIGNATURES.some((signature) => head.startsWith(signature)))
      throw new PteDecodeError('ERR_TRUNCATED', `${inner.cut}: what is before has no head of an image`, {
        origin: { source: source.name },
      });
    const memory = await openPlain(inner, head);
    const notes = inner.cut === undefined ? memory.info.notes : [inner.cut, ...memory.info.notes];
    const info = { ...memory.info, notes, summary: `${memory.info.summary}, flattened` };
    return { ...memory, info };
  }
  return openPlain(source, start);
}

async function openPlain(source: ByteSource, start: string): Promise<PhysicalMemory> {
  if (start.startsWith(ELF_SIGNATURE)) return openElf(source);
  if (start.startsWith(KDUMP_SIGNATURE)) return openKdump(source);
  if (start.startsWith(LIME_SIGNATURE)) return openLime(source);
  const other = formatOf(source);
  throw malformed(
    source,
    0,
    other === undefined
      ? 'not a memory image: wanted an ELF core, kdump, flattened makedumpfile or LiME; for raw memory give --memory-base, for a page of entries scan --table'
      : `not a memory image but ${other.what}: ${other.advice}`,
  );
}

/** Which format the first bytes tell. */
function formatOf(source: ByteSource): FileFormat | undefined {
  return fileFormat(Buffer.from(firstBytes(source), 'latin1'));
}

function firstBytes(source: ByteSource): string {
  const bytes = new Uint8Array(FORMAT_BYTES);
  return Buffer.from(bytes.subarray(0, source.readAt(0, bytes))).toString('latin1');
}
