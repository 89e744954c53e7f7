/** `kpm logout` */
import { logout } from '../../operations/logout.ts'
import type { OutputFlags } from '../kit/flags.ts'
import { withHost } from '../print/progress.ts'
import { printResult } from '../print/result.ts'
import type { Declare } from './table.ts'

export const declareLogout: Declare = (command, context) => {
  command.argument('<registry>', 'host[:port] that was logged in to').action(async (registry: string, flags: OutputFlags) => {
    const result = await withHost(context, flags, (host) => logout(host, { registry }))
    printResult(context.terminal, flags, { text: 'Logout succeeded.', json: { registry: result.registry } })
  })
}
