/** The version of the JSON that commands print; it changes when a key changes its meaning or goes away. */
export const SCHEMA = 2;
