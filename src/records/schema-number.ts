/** The version of the JSON records of all commands; it changes when a key changes its meaning or goes away. */
export const SCHEMA = 2;
