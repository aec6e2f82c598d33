export { loadConfig, type Config } from './config.ts'
export { createLog } from './log.ts'
export { StartError } from './start-error.ts'
export { startServer, type RunningServer } from './start.ts'
