// Required before the program: says on standard error how much memory it had at most, in KiB.
process.on('exit', () => {
  process.stderr.write(`maxRSS ${process.resourceUsage().maxRSS}\n`);
});
