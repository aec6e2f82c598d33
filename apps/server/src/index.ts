export { ConfigError, loadConfig, type Config } from './config.ts'
export { createLog } from './log.ts'
export { RoleError } from './role-guard.ts'
export { ListenError, startServer, type RunningServer } from './start.ts'
