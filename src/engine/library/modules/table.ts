/** The system modules by name. Building a table is cheap and each call builds anew: callers keep what they got for the length of a run. */
import { base32Module } from './base32.ts'
import { base64Module } from './base64.ts'
import { collectionModule } from './collection.ts'
import { cryptoModule } from './crypto.ts'
import type { SystemModule } from './system-module.ts'
import { datetimeModule } from './datetime.ts'
import { durationModule } from './duration.ts'
import { fileModule } from './file.ts'
import { jsonModule } from './json.ts'
import { manifestsModule } from './manifests.ts'
import { mathModule } from './math.ts'
import { netModule } from './net.ts'
import { regexModule } from './regex.ts'
import { runtimeModule } from './runtime.ts'
import { templateModule } from './template.ts'
import { unitsModule } from './units.ts'
import { yamlModule } from './yaml.ts'

export type { ModuleMember, SystemModule } from './system-module.ts'
export { preloadModules } from './preload.ts'

const MODULES: ReadonlyMap<string, () => SystemModule> = new Map([
  ['base32', base32Module],
  ['base64', base64Module],
  ['collection', collectionModule],
  ['crypto', cryptoModule],
  ['datetime', datetimeModule],
  ['duration', durationModule],
  ['file', fileModule],
  ['json', jsonModule],
  ['manifests', manifestsModule],
  ['math', mathModule],
  ['net', netModule],
  ['regex', regexModule],
  ['runtime', runtimeModule],
  ['template', templateModule],
  ['units', unitsModule],
  ['yaml', yamlModule],
])

export const systemModuleNames: readonly string[] = [...MODULES.keys()]

/** Undefined when there is no system module of that name. */
export function systemModule(name: string): SystemModule | undefined {
  return MODULES.get(name)?.()
}
