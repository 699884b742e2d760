/** Version of the JSON outputs of `pagemap` and its subcommands. */
export const PAGEMAP_SCHEMA = 2;
