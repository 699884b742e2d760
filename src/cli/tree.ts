import { spec as decodeSpec } from './commands/decode/spec.ts';
import { COMMANDS } from './registry.ts';
import type { CommandSpec } from './spec.ts';

/** All commands as data, plain decoding first: what completions, the man page and the tests go through. */
export async function commandTree(): Promise<readonly CommandSpec[]> {
  const tree: CommandSpec[] = [decodeSpec];
  for (const { load } of COMMANDS) tree.push((await load()).spec);
  return tree;
}
