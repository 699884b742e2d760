import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { realFile, unpackedImage } from './real-kernels.ts';
import { runOnDisk } from './fake-io.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** What a command line wrote, and its exit status. */
export interface ShellResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Words of a command line that mean the same to every shell: quoted with ', or without a character of a shell's own. */
const PLAIN_WORD = /(?<= )(?:'([^']*)'|([\w./:=,@%+-]+))(?= |$)/g;

/** The words behind `pte-decode`, where a command line is nothing but that; undefined where it takes a shell. */
export function plainWords(command: string): readonly string[] | undefined {
  const words = [...command.matchAll(PLAIN_WORD)];
  const isAll = ['pte-decode', ...words.map(([text]) => text)].join(' ') === command;
  return isAll ? words.map(([, quoted, bare]) => quoted ?? bare ?? '') : undefined;
}

/** A folder where `pte-decode` can be called, as an installation of the build gives it. */
export class Installed {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
    mkdirSync(join(folder, 'bin'));
    this.#addProgram('pte-decode', `exec "${process.execPath}" "${join(root, 'bin/pte-decode.js')}" "$@"`);
    mkdirSync(join(folder, 'work'));
  }

  #addProgram(name: string, script: string): void {
    const path = join(this.#folder, 'bin', name);
    writeFileSync(path, `#!/bin/sh\n${script}\n`);
    chmodSync(path, 0o755);
  }

  /** The files that examples speak of: a memory image, a page-table page, two captures of a process, a log, and a `dmesg` that shows it. */
  async addExampleFiles(): Promise<void> {
    const work = join(this.#folder, 'work');
    symlinkSync(await unpackedImage('6.12.117+deb12-amd64'), join(work, 'vmcore.elf'));
    copyFileSync(realFile('6.1.0-56-amd64', 'ptpage-mixed.bin'), join(work, 'ptpage.bin'));
    copyFileSync(realFile('6.1.0-56-amd64', 'console.log'), join(work, 'console.log'));
    this.#addProgram('dmesg', `exec cat "${join(work, 'console.log')}"`);
    this.run('pte-decode pagemap capture --pid self -o before.pmap');
    this.run('pte-decode pagemap capture --pid self -o after.pmap');
    // What PAGEMAP_SCAN says that is asked for present pages.
    const { stdout } = this.run('pte-decode pagemap before.pmap --ranges --where present --no-heading');
    writeFileSync(join(work, 'scan.txt'), stdout.replace(/^(\S+) .*$/gm, '$1 PRESENT'));
  }

  /** Runs a command line: in this process where no shell is needed, else as `run` does. */
  async runFast(command: string): Promise<ShellResult> {
    const words = plainWords(command);
    // The sources have no version: a build gives it.
    if (words === undefined || words.includes('--version')) return this.run(command);
    const before = process.cwd();
    process.chdir(join(this.#folder, 'work'));
    try {
      return await runOnDisk(words);
    } finally {
      process.chdir(before);
    }
  }

  /** Runs a command line in bash, in which a failing part of a pipe counts, with an environment of its own. */
  run(command: string, env: Readonly<Record<string, string>> = {}): ShellResult {
    const { status, stdout, stderr } = spawnSync('bash', ['-o', 'pipefail', '-c', command], {
      cwd: join(this.#folder, 'work'),
      encoding: 'utf8',
      timeout: 30_000,
      maxBuffer: 1 << 26,
      env: {
        PATH: `${join(this.#folder, 'bin')}:${process.env['PATH'] ?? ''}`,
        HOME: this.#folder,
        FIXTURES: join(root, 'test/fixtures'),
        ...env,
      },
    });
    return { code: status, stdout, stderr };
  }
}
