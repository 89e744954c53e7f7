/** The kpm command: binds the command line to this process. */
import { enableCompileCache } from './node/compile-cache.ts'
import { slashes } from './node/directories.ts'
import { createNodeHost } from './node/host.ts'
import { createInputs } from './node/inputs.ts'
import { needsLargerThread, runInLargerThread } from './node/larger-thread.ts'
import { createNodeTerminal } from './node/terminal.ts'
import { version } from './base/version.ts'

async function main(): Promise<void> {
  enableCompileCache()
  const { reportBug, runCommandLine } = await import('./cli/cli.ts')
  const inputs = createInputs()
  const terminal = createNodeTerminal(process.env, inputs)
  const errorFormat = process.env['KCL_ERROR_FORMAT']
  const endWithBug = (trouble: unknown): never => process.exit(reportBug(trouble, terminal, version))
  process.on('uncaughtException', endWithBug)
  process.on('beforeExit', () => endWithBug(new Error('the command waits for something that will never happen')))
  const exitCode = await runCommandLine(process.argv.slice(2), {
    terminal,
    workFolder: slashes(process.cwd()),
    version,
    ...(errorFormat ? { errorFormat } : {}),
    runInLargerThread: () => runInLargerThread(inputs),
    createHost: (report) => createNodeHost({ report, isTooLarge: needsLargerThread }),
  })
  process.exit(exitCode)
}

void main()
