/** Blanks, line breaks and invisible characters around a value: files and copied text bring them along. */
const edges = /^[\s\p{Cc}\p{Cf}]+|[\s\p{Cc}\p{Cf}]+$/gu

/**
 * Returns the variable without what is invisible around it, as the service reads it; null where nothing is left.
 *
 * @param {NodeJS.ProcessEnv} environment
 * @param {string} name
 * @returns {string | null}
 */
export function variable(environment, name) {
  return environment[name]?.replaceAll(edges, '') || null
}

/**
 * Returns the database that operators' commands use: DATABASE_ADMIN_URL, else DATABASE_URL; null where neither is set.
 *
 * @param {NodeJS.ProcessEnv} environment
 * @returns {string | null}
 */
export function configuredDatabase(environment) {
  return variable(environment, 'DATABASE_ADMIN_URL') ?? variable(environment, 'DATABASE_URL')
}
