/** The command in this process, over the files of this machine; bundled by engine.js. */
import { runCommandLine } from '../../src/cli/cli.ts'
import { createNodeHost } from '../../src/node/host.ts'

/** `words` are those after `kpm`. */
export async function runOnDisk(words, workFolder) {
  const outcome = { out: '', err: '' }
  const refuse = () => Promise.reject(new Error('nothing is asked'))
  const terminal = {
    writeOutput: (text) => (outcome.out += text),
    writeError: (text) => (outcome.err += text),
    isInteractive: false,
    errorIsTerminal: false,
    errorHasColors: false,
    columns: 80,
    readInput: refuse,
    readStream: async () => undefined,
    ask: refuse,
    askSecret: refuse,
  }
  const code = await runCommandLine(words, { terminal, workFolder, version: '0.0.0', createHost: (report) => createNodeHost({ report }) })
  return { code, ...outcome }
}
