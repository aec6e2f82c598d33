/**
 * Returns the environment of a process that runs our source: the given variables, PATH, and where the test run keeps
 * compiled code, so that the process starts in half the time.
 */
export function childEnvironment(variables: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const { PATH, NODE_COMPILE_CACHE } = process.env
  return { PATH, NODE_COMPILE_CACHE, ...variables }
}
