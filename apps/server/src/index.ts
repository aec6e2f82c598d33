export { loadConfig, type Config } from './config/config.ts'
export { StartError } from './config/startup-error.ts'
export { createLog } from './log.ts'
export { startServer, type RunningServer } from './start-server.ts'
