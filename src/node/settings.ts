/** The environment and `kpm.json`, read once; the environment wins (`spec/kpm.md` §4.3). */
import { isRegistry } from '../oci/reference.ts'
import type { Settings } from '../host/settings.ts'
import { fs } from './builtin.ts'
import { homeFolder, packagesFolder } from './directories.ts'
import type { Environment } from './directories.ts'
import { fileFailure, invalidEnvironment, invalidSettingsFile, systemCode } from './errors.ts'

/** Throws KpmError when a variable or the file holds something that cannot be used. */
export function readSettings(environment: Environment): Settings {
  const folder = packagesFolder(environment)
  const file = readSettingsFile(`${folder}/.kpm/config/kpm.json`)
  return {
    defaultRegistry: parseRegistryVariable(environment['KPM_REG']) ?? file.registry ?? 'ghcr.io',
    defaultRepository: environment['KPM_REPO'] || file.repository || 'kcl-lang',
    plainHttp: parseSwitch('OCI_REG_PLAIN_HTTP', environment['OCI_REG_PLAIN_HTTP']) ?? file.plainHttp,
    packagesFolder: folder,
    home: homeFolder(environment),
  }
}

interface SettingsFile {
  readonly registry: string | undefined
  readonly repository: string | undefined
  readonly plainHttp: boolean | undefined
}

function readSettingsFile(path: string): SettingsFile {
  let text: string
  try {
    text = fs.readFileSync(path, 'utf8')
  } catch (cause) {
    const code = systemCode(cause)
    if (code === 'ENOENT' || code === 'ENOTDIR') return { registry: undefined, repository: undefined, plainHttp: undefined }
    throw fileFailure('read', path, cause)
  }
  return parseSettingsFile(path, text)
}

function parseSettingsFile(path: string, text: string): SettingsFile {
  let content: unknown
  try {
    content = JSON.parse(text)
  } catch {
    throw invalidSettingsFile(path, 'it is not JSON')
  }
  if (typeof content !== 'object' || content === null || Array.isArray(content)) throw invalidSettingsFile(path, 'it is not a JSON object')
  const members = new Map<string, unknown>(Object.entries(content))
  const member = <T>(name: string, isExpected: (value: unknown) => value is T, expected: string): T | undefined => {
    const value = members.get(name) ?? undefined
    if (value === undefined || isExpected(value)) return value
    throw invalidSettingsFile(path, `${name} is not ${expected}`)
  }
  return {
    registry: member('DefaultOciRegistry', isRegistryOrEmpty, 'host[:port], for example ghcr.io') || undefined,
    repository: member('DefaultOciRepo', isString, 'a string'),
    plainHttp: member('DefaultOciPlainHttp', isBoolean, 'true or false'),
  }
}

function parseRegistryVariable(text: string | undefined): string | undefined {
  if (text === undefined || text === '') return undefined
  if (isRegistry(text)) return text
  throw invalidEnvironment('KPM_REG', text, 'host[:port], for example ghcr.io')
}

function parseSwitch(name: string, text: string | undefined): boolean | undefined {
  if (text === undefined || text === '') return undefined
  const value = text.toLowerCase()
  if (value === 'on') return true
  if (value === 'off') return false
  throw invalidEnvironment(name, text, "'on' or 'off'")
}

/** Go kpm writes an empty text for what is not set. */
function isRegistryOrEmpty(value: unknown): value is string {
  return value === '' || (isString(value) && isRegistry(value))
}

function isString(value: unknown): value is string {
  return typeof value === 'string'
}

function isBoolean(value: unknown): value is boolean {
  return typeof value === 'boolean'
}
