/** `kpm check`: what is wrong with programs, without running them. Texts for people go to standard error, as those of a run do; documents for programs
 *  (`--json`, SARIF, Arcanist) to standard output, empty ones too. */
import type { Command } from 'commander'
import { Option } from 'commander'
import { check } from '../../operations/check.ts'
import { diagnosticsReported } from '../kit/errors.ts'
import { collect, collectList, networkOptions, withNetworkFlags } from '../kit/flags.ts'
import type { NetworkFlags, OutputFlags } from '../kit/flags.ts'
import type { Context } from '../kit/context.ts'
import { readSources } from '../kit/sources.ts'
import { chooseErrorFormat, ERROR_FORMATS } from '../print/error-format.ts'
import { printReport } from '../print/report.ts'
import { withHost } from '../print/progress.ts'
import type { Declare } from './table.ts'

interface CheckFlags extends OutputFlags, NetworkFlags {
  readonly tag?: string
  readonly setting?: readonly string[]
  readonly external?: readonly string[]
  readonly error_format?: string
}

export const declareCheck: Declare = (command, context) => declareInspection(command, context, { lint: false })

/** The same for `kpm lint`, which looks for warnings too. */
export function declareInspection(command: Command, context: Context, { lint }: { readonly lint: boolean }): void {
  withNetworkFlags(command)
    .argument('[source...]', 'as for kpm run; each folder is a program of its own, FOLDER/... is every folder below')
    .option('-t, --tag <tag>', 'version of the published package')
    .option('-Y, --setting <file>', 'settings file; may be repeated', collectList)
    .option('-E, --external <name=folder>', 'where a package lies; may be repeated', collectList)
    .option('--error_format <format>', `one of ${ERROR_FORMATS.join(', ')} (default pretty)`)
    // Arguments are for evaluation; a command line that was one of `kpm run` stays valid.
    .addOption(new Option('-D, --argument <key=value>').argParser(collect).hideHelp())
    .action(async (words: readonly string[], flags: CheckFlags) => {
      const format = flags.json === true ? 'json' : chooseErrorFormat(flags.error_format, context)
      const named = await readSources(context, words)
      const result = await withHost(context, flags, (host) =>
        check(host, {
          workFolder: context.workFolder,
          ...named,
          ...(flags.tag === undefined ? {} : { tag: flags.tag }),
          settingsFiles: flags.setting ?? [],
          externalPackages: flags.external ?? [],
          network: networkOptions(flags),
          lint,
        }),
      )
      printReport(context.terminal, result, format)
      if (result.diagnostics.some(({ severity }) => severity === 'error')) throw diagnosticsReported()
    })
}
