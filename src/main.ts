/** The kpm command: binds the command line to this process. */
import { enableCompileCache } from './node/compile-cache.ts'
import { slashes } from './node/directories.ts'
import { createNodeHost } from './node/host.ts'
import { runWithLargeStack } from './node/large-stack.ts'
import { createNodeTerminal } from './node/terminal.ts'
import { version } from './base/version.ts'

async function main(): Promise<void> {
  enableCompileCache()
  const { reportBug, runCommandLine } = await import('./cli/cli.ts')
  const terminal = createNodeTerminal(process.env)
  const errorFormat = process.env['KCL_ERROR_FORMAT']
  const endWithBug = (trouble: unknown): never => process.exit(reportBug(trouble, terminal, version))
  process.on('uncaughtException', endWithBug)
  process.on('beforeExit', () => endWithBug(new Error('the command waits for something that will never happen')))
  const exitCode = await runCommandLine(process.argv.slice(2), {
    terminal,
    workFolder: slashes(process.cwd()),
    version,
    ...(errorFormat ? { errorFormat } : {}),
    runWithLargeStack,
    createHost: (report) => createNodeHost({ report }),
  })
  process.exit(exitCode)
}

void main()
