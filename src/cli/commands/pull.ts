/** `kpm pull` */
import { pull } from '../../operations/pull.ts'
import type { PullResult } from '../../operations/pull.ts'
import { networkOptions, withNetworkFlags } from '../kit/flags.ts'
import type { NetworkFlags, OutputFlags } from '../kit/flags.ts'
import { withHost } from '../print/progress.ts'
import { printResult } from '../print/result.ts'
import type { Declare } from './table.ts'

interface PullFlags extends OutputFlags, NetworkFlags {
  readonly tag?: string
}

const WORDS: Readonly<Record<PullResult['status'], string>> = {
  pulled: 'pulled',
  unchanged: 'already there with the same content:',
  replaced: 'pulled, replacing other content:',
}

export const declarePull: Declare = (command, context) => {
  withNetworkFlags(command)
    .argument('<source>', 'oci://HOST/REPOSITORY, HOST/REPOSITORY:TAG, ACCOUNT/REPOSITORY:TAG (Docker Hub) or NAME[:VERSION]')
    .argument('[folder]', 'where to put it; the package gets a folder HOST/REPOSITORY/TAG below')
    .option('-t, --tag <tag>', 'version to fetch; without it, the latest')
    .action(async (source: string, folder: string | undefined, flags: PullFlags) => {
      const input = {
        workFolder: context.workFolder,
        source,
        network: networkOptions(flags),
        ...(folder === undefined ? {} : { folder }),
        ...(flags.tag === undefined ? {} : { tag: flags.tag }),
      }
      const result = await withHost(context, flags, (host) => pull(host, input))
      const text = [`${WORDS[result.status]} ${result.reference}`, `digest: ${result.digest}`, `folder: ${result.folder}`].join('\n')
      printResult(context.terminal, flags, { text, json: { ...result } })
    })
}
