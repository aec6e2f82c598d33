/** What the process ends with; told in every command's help. */
export const exitCodes = {
  ok: 0,
  /** The database is away, or what was asked is refused. */
  failed: 1,
  /** The command line is wrong: nothing was tried. */
  usage: 2,
  /** There is no such tenant, member, connection or key. */
  notFound: 3,
} as const

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]
