import type { CommandSpec } from './spec.ts';

type SpecLoader = () => Promise<{ readonly spec: CommandSpec }>;

/**
 * The commands, in the order of the help. A command below another has both words in its name; the specification is
 * loaded when the name is used, the action behind it when it runs.
 */
export const COMMANDS: readonly { readonly name: string; readonly load: SpecLoader }[] = [
  { name: 'encode', load: () => import('./commands/encode/spec.ts') },
  { name: 'apply', load: () => import('./commands/apply/spec.ts') },
  { name: 'check', load: () => import('./commands/check/spec.ts') },
  { name: 'compare', load: () => import('./commands/compare/spec.ts') },
  { name: 'diff', load: () => import('./commands/diff/spec.ts') },
  { name: 'special', load: () => import('./commands/special/spec.ts') },
  { name: 'log', load: () => import('./commands/log/spec.ts') },
  { name: 'audit', load: () => import('./commands/audit/spec.ts') },
  { name: 'layout', load: () => import('./commands/layout/spec.ts') },
  { name: 'kernels', load: () => import('./commands/kernels/spec.ts') },
  { name: 'pagemap', load: () => import('./commands/pagemap/spec.ts') },
  { name: 'pagemap diff', load: () => import('./commands/pagemap-diff/spec.ts') },
  { name: 'pagemap capture', load: () => import('./commands/pagemap-capture/spec.ts') },
  { name: 'image', load: () => import('./commands/image/spec.ts') },
  { name: 'walk', load: () => import('./commands/walk/spec.ts') },
  { name: 'scan', load: () => import('./commands/scan/spec.ts') },
  { name: 'completion', load: () => import('./commands/completion/spec.ts') },
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
