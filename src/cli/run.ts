import { spec as decodeSpec } from './commands/decode/spec.ts';
import type { Io } from '../input/io.ts';
import { plainWords } from './choose-bundle.ts';
import { safeIo } from '../input/safe-io.ts';
import { makeInvocation, parseFast, shieldNegative } from './parse.ts';
import { commandFirst, commandTree, findCommand } from './registry.ts';
import { report } from './report.ts';
import type { CommandSpec, Invocation } from './spec.ts';

/**
 * Runs pte-decode.
 *
 * @param argv the words after the program's name
 * @returns the exit status; never throws
 */
export async function run(argv: readonly string[], outside: Io): Promise<number> {
  const io = safeIo(outside);
  try {
    return await dispatch(argv, io);
  } catch (error) {
    return report(error, io);
  }
}

async function dispatch(argv: readonly string[], io: Io): Promise<number> {
  const words = argv.map(shieldNegative);
  const ordered = commandFirst(plainWords(words));
  const command = findCommand(ordered);
  const spec = command ? (await command.load()).spec : decodeSpec;
  const invocation = parseFast(spec, command?.rest ?? ordered);
  if (invocation) return act(spec, invocation, io);
  const { runCommander } = await import('./program.ts');
  return runCommander(ordered, io, (named, args, raw) => act(named, makeInvocation(named, args, raw), io));
}

/** Runs a command, with what it may ask of the program. */
async function act(spec: CommandSpec, invocation: Invocation, io: Io): Promise<number> {
  const action = await spec.load();
  return action(invocation, io, {
    help: async () => (await import('./program.ts')).helpOf(spec.name, io),
    commands: commandTree,
  });
}
