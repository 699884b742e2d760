// Writes PATH.cache, V8's code cache for the bundle PATH.js: runs the bundle with each of the command lines given as
// JSON, and keeps what that compiled.
//
//   node scripts/code-cache.cjs PATH '[["0x4"]]'
'use strict';
const { readFileSync, writeFileSync } = require('node:fs');
const v8 = require('node:v8');
const { Script } = require('node:vm');

const [path, lines] = process.argv.slice(2);
// A command that changes V8's flags would make a cache that is refused without that change.
const { setFlagsFromString } = v8;
v8.setFlagsFromString = () => {};

/**
 * What V8 learns of functions that run often goes into the cache and makes it compile them at once to machine code,
 * which costs a short run more than it gains; and it forgets the functions that have not run for long.
 */
const LEARNING = ['sparkplug', 'opt', 'flush-bytecode'];

/** A terminal, for which text is wrapped, coloured and drawn. */
const TERMINAL = {
  stdout: { isTTY: true, columns: 80, rows: 24, write: () => undefined },
  env: { TERM: 'xterm-256color', LANG: 'C.UTF-8' },
};

async function train() {
  const script = new Script(readFileSync(`${path}.js`, 'latin1'), { filename: `${path}.js` });
  const module = { exports: {} };
  script.runInThisContext()(module.exports, require, module);
  for (const flag of LEARNING) setFlagsFromString(`--no-${flag}`);
  const { main, outside } = module.exports;
  for (const words of JSON.parse(lines)) {
    if ((await main(words)) === undefined)
      throw new Error(`${path} leaves ${words.join(' ')} to another bundle`);
    if (outside !== undefined) await main(words, { ...outside(), ...TERMINAL });
  }
  for (const flag of LEARNING) setFlagsFromString(`--${flag}`);
  writeFileSync(`${path}.cache`, script.createCachedData());
}

void train();
