/** `kpm run`: the result goes to standard output, or to a file with `-o`; what `print` wrote comes first. */
import { Option } from 'commander'
import { joinPath } from '../../base/path.ts'
import { run } from '../../operations/run.ts'
import type { RunInput, RunResult } from '../../operations/run.ts'
import { invalidFlagValue } from '../kit/errors.ts'
import { collect, collectList, networkOptions, withNetworkFlags } from '../kit/flags.ts'
import type { NetworkFlags, OutputFlags } from '../kit/flags.ts'
import type { Context } from '../kit/context.ts'
import { readSources } from '../kit/sources.ts'
import { chooseErrorFormat, ERROR_FORMATS } from '../print/error-format.ts'
import { withHost } from '../print/progress.ts'
import type { Declare } from './table.ts'

interface RunFlags extends OutputFlags, NetworkFlags {
  readonly tag?: string
  readonly input?: readonly string[]
  readonly argument?: readonly string[]
  readonly setting?: readonly string[]
  readonly path_selector?: readonly string[]
  readonly overrides?: readonly string[]
  readonly external?: readonly string[]
  readonly format?: string
  readonly output?: string
  readonly disable_none?: true
  readonly sort_keys?: true
  readonly show_hidden?: true
  readonly strict_range_check?: true
  readonly include_schema_type_path?: true
  readonly debug?: true
  readonly error_format?: string
}

const FORMATS = ['yaml', 'json', 'toml', 'xml'] as const

export const declareRun: Declare = (command, context) => {
  withNetworkFlags(command)
    .argument(
      '[source...]',
      'files, a folder, an archive, oci://HOST/REPOSITORY, ACCOUNT/REPOSITORY:TAG or NAME[:VERSION]; - is standard input',
    )
    .option('-t, --tag <tag>', 'version of the published package')
    .option('-D, --argument <key=value>', 'value of option("KEY"); may be repeated', collect)
    .option('-Y, --setting <file>', 'settings file; may be repeated', collectList)
    .option('-S, --path_selector <path>', 'print only this part of the result; may be repeated', collectList)
    .option('-O, --overrides <path=value>', 'change a value before evaluation; may be repeated', collectList)
    .option('-E, --external <name=folder>', 'where a package lies; may be repeated', collectList)
    .option('--format <format>', `one of ${FORMATS.join(', ')} (default yaml)`)
    .option('-o, --output <file>', 'write the result to a file')
    .option('-n, --disable_none', 'leave out attributes that are None')
    .option('-k, --sort_keys', 'sort the keys of the result')
    .option('-H, --show_hidden', 'show attributes that begin with _')
    .option('-r, --strict_range_check', 'integers have 32 bits, floats too')
    .option('-K, --include_schema_type_path', 'add the type of each schema instance')
    .option('-d, --debug', 'show the calls that led to an error')
    .option('--error_format <format>', `one of ${ERROR_FORMATS.join(', ')} (default pretty)`)
    .addOption(new Option('--input <file>').argParser(collectList).hideHelp())
    // Flags of today's kpm that ask for what happens anyway: no lock is written, and colours are for terminals only.
    .addOption(new Option('--no_sum_check').hideHelp())
    .addOption(new Option('--no_style').hideHelp())
    .action(async (sources: readonly string[], flags: RunFlags) => {
      chooseErrorFormat(flags.error_format, context)
      const input = await describeRun(context, sources, flags)
      const { output, ...result } = await withHost(context, flags, async (host) => {
        const done = await run(host, input)
        const file = flags.output ?? done.output
        if (file !== undefined) await host.files.write(joinPath(context.workFolder, file), new TextEncoder().encode(`${done.text}\n`))
        return { ...done, output: file }
      })
      await printRun(context, flags, result, { toFile: output !== undefined })
    })
}

async function describeRun(context: Context, sources: readonly string[], flags: RunFlags): Promise<RunInput> {
  const all = [...sources, ...(flags.input ?? [])]
  return {
    workFolder: context.workFolder,
    ...(await readSources(context, all)),
    ...(flags.tag === undefined ? {} : { tag: flags.tag }),
    settingsFiles: flags.setting ?? [],
    arguments: flags.argument ?? [],
    selectors: flags.path_selector ?? [],
    overrides: flags.overrides ?? [],
    externalPackages: flags.external ?? [],
    format: parseFormat(flags),
    disableNone: flags.disable_none ?? false,
    sortKeys: flags.sort_keys ?? false,
    showHidden: flags.show_hidden ?? false,
    strictRangeCheck: flags.strict_range_check ?? false,
    includeSchemaTypePath: flags.include_schema_type_path ?? false,
    debug: flags.debug ?? false,
    network: networkOptions(flags),
  }
}

function parseFormat(flags: RunFlags): (typeof FORMATS)[number] {
  const wanted = flags.format ?? (flags.json === true ? 'json' : 'yaml')
  const format = FORMATS.find((known) => known === wanted)
  if (format === undefined) throw invalidFlagValue('--format', wanted, FORMATS.join(', '))
  return format
}

async function printRun(
  context: Context,
  flags: RunFlags,
  result: Omit<RunResult, 'output'>,
  { toFile }: { readonly toFile: boolean },
): Promise<void> {
  const { terminal } = context
  if (result.log !== '') terminal.writeOutput(result.log)
  // No document is no text, not even an empty line.
  if (!toFile && result.text !== '') terminal.writeOutput(`${result.text}\n`)
  if (result.diagnostics.length === 0 || flags.quiet === true) return
  const { printDiagnostics } = await import('../print/diagnostics.ts')
  printDiagnostics(terminal, result.diagnostics, (path) => result.sources.get(path))
}
