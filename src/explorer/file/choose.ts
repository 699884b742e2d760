import { isMaps } from '../../pages/maps.ts';

/** The file that is looked at, and what is known of it. */
export interface ChosenFiles {
  readonly file: File | undefined;
  /** Its mappings: a text of /proc/PID/maps. */
  readonly maps: File | undefined;
  /** Why that is not what was dropped; empty where it is. */
  readonly error: string;
}

/** Nothing was chosen yet. */
export const NO_FILES: ChosenFiles = { file: undefined, maps: undefined, error: '' };

/** Bytes that tell whether a file has mappings: no line of them is longer in front of its name. */
const HEAD = 256;

/**
 * What to look at when files are dropped or chosen, in any order: one file, with mappings, told by what is in them, where
 * they came with it, before it or after it.
 *
 * @param before what was looked at until then
 */
export async function chooseFiles(dropped: readonly File[], before: ChosenFiles): Promise<ChosenFiles> {
  const heads = await Promise.all(dropped.map(headOf));
  const maps = dropped.filter((_, index) => isMaps(heads[index] ?? ''));
  const others = dropped.filter((file) => !maps.includes(file));
  if (maps.length > 1 || others.length > 1)
    return { ...NO_FILES, error: `${dropped.length} files: one at a time, with its maps if it has any` };
  const [file] = others;
  const [own] = maps;
  if (file) return { file, maps: own ?? (before.file ? undefined : before.maps), error: '' };
  if (before.file) return { ...before, maps: own, error: '' };
  return {
    file: undefined,
    maps: own,
    error: `${own?.name ?? ''}: mappings; drop their dump of pagemap too`,
  };
}

/** The beginning of a file; empty where it cannot be read, which is told when it is read whole. */
async function headOf(file: File): Promise<string> {
  try {
    return await file.slice(0, HEAD).text();
  } catch {
    return '';
  }
}
