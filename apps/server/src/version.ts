import packageJson from '../package.json' with { type: 'json' }

export const serviceName = 'orderport'

/** The version of the service, such as 0.1.0. */
export const { version } = packageJson
