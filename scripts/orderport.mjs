#!/usr/bin/env node
/**
 * The entry point of every command in package.json: `node scripts/orderport.mjs <command> [arguments]`. Everything
 * under scripts/ runs on the machine's own Node.js before anything is installed: plain JavaScript, no dependencies.
 */
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)

if (major < 20 || (major === 20 && minor < 20)) {
  console.error(`orderport: Node.js ${process.versions.node} is too old; install Node.js 20.20 or newer.`)
  process.exit(1)
}

// Loaded only now: an older Node.js could not even parse it.
const { runCommand } = await import('./bootstrap/commands.mjs')
process.exitCode = await runCommand(process.argv[2], process.argv.slice(3))
