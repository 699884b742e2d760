// The first file of the command, copied to dist/cli/main.js: runs program.js with V8's code cache, where that is to be
// had. V8 refuses a cache made by another version or with other flags, or for a text of another length.
'use strict';
const { readFileSync } = require('node:fs');
const { Script } = require('node:vm');

function readCache(file) {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}

const filename = `${__dirname}/program.js`;
// The text is ASCII: read as such it costs no decoding.
const text = `(function (exports, require, module) {${readFileSync(filename, 'latin1')}\n})`;
const script = new Script(text, { filename, cachedData: readCache(`${__dirname}/program.cache`) });
script.runInThisContext()(exports, require, module);
