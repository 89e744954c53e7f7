/** Failures that belong to no lower layer, one function each; and the one that carries diagnostics. */
import { KpmError } from '../base/error.ts'
import type { Diagnostic } from '../engine/model/diagnostic.ts'

/** The program is wrong: what the engine found, as data. */
export class ProgramError extends KpmError {
  readonly diagnostics: readonly Diagnostic[]
  /** The texts the diagnostics point into, by path. */
  readonly sources: ReadonlyMap<string, string>
  /** What `print` wrote before the program stopped. */
  readonly log: string
  /** Stack or memory were too small, and nothing has been changed yet: the program may be tried again with more. */
  readonly needsMoreRoom: boolean
  constructor(details: {
    readonly diagnostics: readonly Diagnostic[]
    readonly sources: ReadonlyMap<string, string>
    readonly log: string
    readonly needsMoreRoom?: boolean
  }) {
    const first = details.diagnostics.find((diagnostic) => diagnostic.severity === 'error')?.messages[0]?.text
    super({ code: 'PROGRAM_INVALID', blame: 'input', message: first ?? 'the program is invalid' })
    this.name = 'ProgramError'
    this.diagnostics = details.diagnostics
    this.sources = details.sources
    this.log = details.log
    this.needsMoreRoom = details.needsMoreRoom === true
  }
}

export function fileNotFound(path: string): KpmError {
  return new KpmError({ code: 'FILE_NOT_FOUND', blame: 'input', message: `Cannot find the kcl file, please check the file path ${path}` })
}

export function noInputFiles(folder: string): KpmError {
  return new KpmError({
    code: 'NO_INPUT_FILES',
    blame: 'input',
    message: `No input KCL files in ${folder}`,
    hint: 'name a file, a folder or a package, or run this in the folder of a package',
  })
}

export function severalPackages(names: readonly string[]): KpmError {
  return new KpmError({
    code: 'SEVERAL_PACKAGES',
    blame: 'input',
    message: `cannot compile multiple packages [${names.join(' ')}] at the same time`,
    hint: 'only one package can be run at a time; plain files may be added to it',
  })
}

export function tagWithoutPackage(tag: string): KpmError {
  return new KpmError({
    code: 'USAGE',
    blame: 'usage',
    message: `--tag ${tag} is given, but no package of a registry to take it from`,
    hint: 'name the package: kpm run --tag VERSION oci://HOST/REPOSITORY',
  })
}

export function settingsFileNotFound(path: string): KpmError {
  return beforeEvaluation('SETTINGS_INVALID', `Failed to load '${path}', no such file or directory`)
}

export function settingsFileInvalid(path: string, reason: string): KpmError {
  return beforeEvaluation('SETTINGS_INVALID', `Failed to load '${path}', invalid setting file format`, reason)
}

export function invalidArgument(text: string): KpmError {
  return beforeEvaluation('ARGUMENT_INVALID', 'Invalid value for top level arguments', `'${text}' is not key=value`)
}

/** Under the heading the engine gives to whatever keeps a program from running; tools look for these two lines. */
function beforeEvaluation(code: string, sentence: string, hint?: string): KpmError {
  return new KpmError({ code, blame: 'input', message: `EvaluationError\n${sentence}`, ...(hint === undefined ? {} : { hint }) })
}

export function invalidExternalPackage(text: string): KpmError {
  return new KpmError({
    code: 'ARGUMENT_INVALID',
    blame: 'input',
    message: `invalid external package '${text}'`,
    hint: 'write name=folder',
  })
}

/** The registry said no; `refusal` has its words: "cannot reach ghcr.io: …". */
export function loginRefused(refusal: KpmError): KpmError {
  return new KpmError({
    code: 'UNAUTHORIZED',
    blame: 'input',
    message: refusal.message.replace(/^cannot reach /, 'cannot log in to '),
    hint: 'check the user name and the password; what was stored before is unchanged',
    cause: refusal,
  })
}

export function userNameInvalid(username: string): KpmError {
  return new KpmError({
    code: 'USER_NAME_INVALID',
    blame: 'input',
    message: `the user name '${username}' has a colon, which no registry accepts`,
  })
}

export function notLoggedIn(registry: string): KpmError {
  return new KpmError({ code: 'NOT_LOGGED_IN', blame: 'input', message: `not logged in to ${registry}` })
}

/** Nothing of kpm's own, but a credential that kpm reads elsewhere and must not remove. */
export function loggedInElsewhere(registry: string, source: string): KpmError {
  return new KpmError({
    code: 'NOT_LOGGED_IN',
    blame: 'input',
    message: `not logged in to ${registry} with kpm; the credential in use is in ${source}`,
    hint: `forget it with the tool that stored it, such as docker logout ${registry}`,
  })
}

export function versionExists(reference: string): KpmError {
  return new KpmError({
    code: 'VERSION_EXISTS',
    blame: 'input',
    message: `${reference} exists already, with other content`,
    hint: 'raise the version in kcl.mod, or overwrite it with --force',
  })
}

export function destinationInvalid(text: string): KpmError {
  return new KpmError({
    code: 'DESTINATION_INVALID',
    blame: 'usage',
    message: `'${text}' is no place to publish to`,
    hint: 'write oci://HOST/REPOSITORY, with the version in kcl.mod or --tag',
  })
}

export function localDependency(name: string, path: string): KpmError {
  return new KpmError({
    code: 'LOCAL_DEPENDENCY',
    blame: 'input',
    message: `the dependency ${name} is the local folder ${path}, which nobody else has`,
    hint: `publish ${name} and name its version in kcl.mod`,
  })
}

export function notPullable(text: string): KpmError {
  return new KpmError({
    code: 'NOT_PULLABLE',
    blame: 'input',
    message: `'${text}' is a path on this machine; there is nothing to fetch`,
    hint: 'to fetch a package of that name, write oci://HOST/REPOSITORY',
  })
}
