/** `manifests`: a stream of YAML documents as the output of the program. */
import { EvaluationFault } from '../../faults/evaluation.ts'
import type { EncodeOptions } from '../../text/visible.ts'
import { encodeYaml } from '../../text/yaml-encode.ts'
import { entriesOf } from '../../values/iterate.ts'
import { isTruthy } from '../../values/truthy.ts'
import { typeName } from '../../values/type-name.ts'
import { declare, type Arguments } from '../declare.ts'
import { listOf, textOf } from './arguments.ts'
import { defineModule, missingArguments, type SystemModule } from './system-module.ts'

export function manifestsModule(): SystemModule {
  return defineModule('manifests', [
    declare('yaml_stream(values: any, opts?: {str:any}) -> any', (context, args) => {
      if (!args.has(0, 'values')) throw missingArguments('yaml_stream', ['values'])
      const { separator, ...options } = streamOptions(args)
      const documents = listOf(args.at(0, 'values')).map((value) => encodeYaml(value, options))
      context.setOutput(documents.join(`\n${separator}\n`))
      return undefined
    }),
  ])
}

/** Private keys are left out as soon as there are options, and only then. */
function streamOptions(args: Arguments): EncodeOptions & { readonly separator: string } {
  if (!args.has(1, 'opts')) return { separator: '---' }
  const opts = args.at(1, 'opts')
  const entries = entriesOf(opts)
  if (entries === undefined) throw new EvaluationFault(`Invalid options arguments in yaml_stream(): expect config, got ${typeName(opts)}`)
  const flag = (name: string, absent: boolean) => (entries.has(name) ? isTruthy(entries.get(name)) : absent)
  return {
    sortKeys: flag('sort_keys', false),
    ignorePrivate: flag('ignore_private', true),
    ignoreNone: flag('ignore_none', false),
    separator: entries.has('sep') ? textOf(entries.get('sep')) : '---',
  }
}
