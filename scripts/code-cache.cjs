// Writes dist/cli/program.cache: runs the command once with the arguments given and keeps what V8 compiled for it.
'use strict';
const { rmSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const vm = require('node:vm');

const directory = join(__dirname, '../dist/cli');
const cacheFile = join(directory, 'program.cache');
rmSync(cacheFile, { force: true });
vm.Script = class extends vm.Script {
  constructor(...args) {
    super(...args);
    process.on('exit', () => writeFileSync(cacheFile, this.createCachedData()));
  }
};
require(join(directory, 'main.js'));
