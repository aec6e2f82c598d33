export { loadConfig, type Config } from './config/config.ts'
export { createLog } from './log.ts'
export { StartError } from './config/startup-error.ts'
export { startServer, type RunningServer } from './start-server.ts'
