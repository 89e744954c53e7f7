/** `kpm version` */
import { printResult } from '../print/result.ts'
import type { OutputFlags } from '../kit/flags.ts'
import type { Declare } from './table.ts'

export const declareVersion: Declare = (command, context) => {
  command.action((flags: OutputFlags) => {
    printResult(context.terminal, flags, { text: `kpm version ${context.version}`, json: { version: context.version } })
  })
}
