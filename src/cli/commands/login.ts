/** `kpm login`: asks for what is missing, if there is somebody to ask. */
import type { Terminal } from '../../host/terminal.ts'
import { login } from '../../operations/login.ts'
import { emptyPassword, passwordGivenTwice, passwordNeedsTerminal, userNameNeeded } from '../kit/errors.ts'
import { networkOptions, withNetworkFlags } from '../kit/flags.ts'
import type { NetworkFlags, OutputFlags } from '../kit/flags.ts'
import { withHost } from '../print/progress.ts'
import { printResult } from '../print/result.ts'
import type { Declare } from './table.ts'

interface LoginFlags extends OutputFlags, NetworkFlags {
  readonly username?: string
  readonly password?: string
  readonly passwordStdin?: true
}

export const declareLogin: Declare = (command, context) => {
  withNetworkFlags(command)
    .argument('<registry>', 'host[:port], for example ghcr.io or localhost:5000')
    .option('-u, --username <user>', 'user name')
    .option('-p, --password <password>', 'password; other processes can see it, prefer --password-stdin')
    .option('--password-stdin', 'read the password from standard input')
    .action(async (registry: string, flags: LoginFlags) => {
      const credential = await gatherCredential(context.terminal, flags)
      const result = await withHost(context, flags, (host) => login(host, { registry, ...credential, network: networkOptions(flags) }))
      printResult(context.terminal, flags, { text: 'Login succeeded.', json: { registry: result.registry, username: result.username } })
    })
}

async function gatherCredential(terminal: Terminal, flags: LoginFlags): Promise<{ readonly username: string; readonly password: string }> {
  const { password, passwordStdin } = flags
  if (password !== undefined && passwordStdin === true) throw passwordGivenTwice()
  if (passwordStdin === true) {
    if (flags.username === undefined) throw userNameNeeded('--password-stdin')
    return { username: flags.username, password: expectPassword(decodeLine(await terminal.readInput())) }
  }
  if (flags.username === undefined && !terminal.isInteractive) throw passwordNeedsTerminal('user name')
  if (password === undefined && !terminal.isInteractive) throw passwordNeedsTerminal('password')
  const username = flags.username ?? (await terminal.ask('Username: '))
  const secret = password ?? (await terminal.askSecret(username === '' ? 'Token: ' : 'Password: '))
  return { username, password: expectPassword(secret) }
}

/** All of the input but one line end. */
function decodeLine(input: Uint8Array): string {
  return new TextDecoder().decode(input).replace(/\r?\n$/, '')
}

function expectPassword(password: string): string {
  if (password === '') throw emptyPassword()
  return password
}
