import { spec as decodeSpec } from './decode/spec.ts';
import { optionsOf } from '../options/common.ts';
import type { CommandSpec } from '../spec.ts';

type SpecLoader = () => Promise<{ readonly spec: CommandSpec }>;

/**
 * The commands, in the order of the help. A command below another has both words in its name; the specification is
 * loaded when the name is used, the action behind it when it runs.
 */
export const COMMANDS: readonly { readonly name: string; readonly load: SpecLoader }[] = [
  { name: 'encode', load: () => import('./encode/spec.ts') },
  { name: 'apply', load: () => import('./apply/spec.ts') },
  { name: 'check', load: () => import('./check/spec.ts') },
  { name: 'rules', load: () => import('./rules/spec.ts') },
  { name: 'compare', load: () => import('./compare/spec.ts') },
  { name: 'diff', load: () => import('./diff/spec.ts') },
  { name: 'special', load: () => import('./special/spec.ts') },
  { name: 'log', load: () => import('./log/spec.ts') },
  { name: 'audit', load: () => import('./audit/spec.ts') },
  { name: 'layout', load: () => import('./layout/spec.ts') },
  { name: 'host', load: () => import('./host/spec.ts') },
  { name: 'kernels', load: () => import('./kernels/spec.ts') },
  { name: 'pagemap', load: () => import('./pagemap/spec.ts') },
  { name: 'pagemap diff', load: () => import('./pagemap-diff/spec.ts') },
  { name: 'pagemap capture', load: () => import('./pagemap-capture/spec.ts') },
  { name: 'pagemap scan-compare', load: () => import('./pagemap-scan-compare/spec.ts') },
  { name: 'pagemap check', load: () => import('./pagemap-check/spec.ts') },
  { name: 'pagemap chain', load: () => import('./pagemap-chain/spec.ts') },
  { name: 'image', load: () => import('./image/spec.ts') },
  { name: 'walk', load: () => import('./walk/spec.ts') },
  { name: 'scan', load: () => import('./scan/spec.ts') },
  { name: 'explorer', load: () => import('./explorer/spec.ts') },
  { name: 'completion', load: () => import('./completion/spec.ts') },
];

/** The longest command name that a command line begins with, and the rest of the line. */
export function findCommand(
  argv: readonly string[],
): { load: SpecLoader; rest: readonly string[] } | undefined {
  for (const words of [2, 1]) {
    const name = argv.slice(0, words).join(' ');
    const command = argv.length >= words ? COMMANDS.find((candidate) => candidate.name === name) : undefined;
    if (command) return { load: command.load, rest: argv.slice(words) };
  }
  return undefined;
}

/** Puts the command first where options stand before it: `pte-decode --kernel 6.1 check 0x4`. */
export function commandFirst(argv: readonly string[]): readonly string[] {
  if (!argv[0]?.startsWith('-')) return argv;
  const at = commandIndex(argv);
  if (at < 0) return argv;
  const words = findCommand(argv.slice(at, at + 2))?.rest.length === 0 ? 2 : 1;
  return [...argv.slice(at, at + words), ...argv.slice(0, at), ...argv.slice(at + words)];
}

/** Place of the command behind options; -1 when a value comes first. Values of options are not looked at. */
function commandIndex(argv: readonly string[]): number {
  const known = new Map<string, boolean>(
    optionsOf(decodeSpec).flatMap((option) => [
      [`--${option.long}`, option.value !== undefined] as const,
      [`-${option.letter ?? ''}`, option.value !== undefined] as const,
    ]),
  );
  // An option of the command itself is not known yet: the word behind it may be its value.
  let mayBeValue = false;
  for (let index = 0; index < argv.length; index += 1) {
    const word = argv[index] ?? '';
    if (word === '--') return -1;
    if (word.startsWith('-') && word !== '-') {
      const takesNext = known.get(word);
      if (takesNext === true) index += 1;
      mayBeValue = takesNext === undefined && !word.includes('=');
    } else if (findCommand([word])) return index;
    else if (!mayBeValue) return -1;
    else mayBeValue = false;
  }
  return -1;
}

/** All commands as data, plain decoding first: what help, completions, the man page and the tests go through. */
export async function commandTree(): Promise<readonly CommandSpec[]> {
  const tree: CommandSpec[] = [decodeSpec];
  for (const { load } of COMMANDS) tree.push((await load()).spec);
  return tree;
}
