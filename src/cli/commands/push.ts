/** `kpm push` */
import { push } from '../../operations/push.ts'
import type { PushResult } from '../../operations/push.ts'
import { networkOptions, withNetworkFlags } from '../kit/flags.ts'
import type { NetworkFlags, OutputFlags } from '../kit/flags.ts'
import { withHost } from '../print/progress.ts'
import { printResult } from '../print/result.ts'
import type { Declare } from './table.ts'

interface PushFlags extends OutputFlags, NetworkFlags {
  readonly tag?: string
  readonly force?: true
}

const WORDS: Readonly<Record<PushResult['status'], string>> = {
  pushed: 'pushed',
  unchanged: 'already published with the same content:',
  overwritten: 'overwrote',
}

export const declarePush: Declare = (command, context) => {
  withNetworkFlags(command)
    .argument('[destination]', 'oci://HOST/REPOSITORY; without it, the default registry and the name of the package')
    .option('-t, --tag <tag>', 'tag to publish under; without it, the version in kcl.mod')
    .option('--force', 'replace a version that exists with other content')
    .action(async (destination: string | undefined, flags: PushFlags) => {
      const input = {
        folder: context.workFolder,
        network: networkOptions(flags),
        ...(destination === undefined ? {} : { destination }),
        ...(flags.tag === undefined ? {} : { tag: flags.tag }),
        ...(flags.force === undefined ? {} : { force: flags.force }),
      }
      const result = await withHost(context, flags, (host) => push(host, input))
      const { reference, digest, status } = result
      printResult(context.terminal, flags, {
        text: `${WORDS[status]} ${reference}\ndigest: ${digest}`,
        json: { reference, digest, status },
      })
    })
}
