import fc from 'fast-check';

// The gate asks the same cases of the same commit every time; `npm run test:all` asks new ones.
if (!process.env['ALL']) fc.configureGlobal({ seed: 20220512 });
