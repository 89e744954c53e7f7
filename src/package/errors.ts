/** Every failure of the package layer, one function each. What a manifest says may come from a registry, so its words pass through `printable`: nothing
 *  published can drive a terminal. */
import { KpmError } from '../base/error.ts'
import { printable } from '../oci/http/text.ts'
import type { Position } from './manifest/position.ts'

export function manifestNotFound(folder: string): KpmError {
  return new KpmError({
    code: 'MANIFEST_NOT_FOUND',
    blame: 'input',
    message: `no kcl.mod in ${folder}`,
    hint: 'run this in the folder of a package',
  })
}

/** `path:line:column: reason`, as compilers write it. */
export function manifestInvalid(path: string, position: Position | undefined, reason: string, hint?: string): KpmError {
  const where = position === undefined ? path : `${path}:${position.line}:${position.column}`
  return new KpmError({ code: 'MANIFEST_INVALID', blame: 'input', message: `${where}: ${printable(reason)}`, ...withHint(hint) })
}

export function lockInvalid(path: string, position: Position | undefined, reason: string): KpmError {
  const where = position === undefined ? path : `${path}:${position.line}:${position.column}`
  return new KpmError({
    code: 'LOCK_INVALID',
    blame: 'input',
    message: `${where}: ${printable(reason)}`,
    hint: 'mend the file, or delete it to have it written anew',
  })
}

export function referenceTextInvalid(text: string, reason: string): KpmError {
  return new KpmError({
    code: 'REFERENCE_INVALID',
    blame: 'usage',
    message: `'${printable(text)}' is not a package reference: ${printable(reason)}`,
    hint: 'write oci://host/repository[:tag], account/repository:version, or name[:version]',
  })
}

export function tagConflict(text: string, first: string, second: string, where: string): KpmError {
  return new KpmError({
    code: 'TAG_CONFLICT',
    blame: 'usage',
    message: `'${printable(text)}' asks for ${first} and ${where} for ${second}`,
    hint: 'give the version once',
  })
}

/** `found`: what the tag is; undefined when there is no such tag. */
export function digestConflict(text: string, tag: string, digest: string, found: string | undefined): KpmError {
  return new KpmError({
    code: 'TAG_CONFLICT',
    blame: 'input',
    message: `'${printable(text)}' asks for ${digest}, but ${tag} is ${found ?? 'not in the registry'}`,
    hint: 'give the version or the digest alone',
  })
}

export function manifestIncomplete(path: string, reason: string, hint: string): KpmError {
  return new KpmError({ code: 'MANIFEST_INCOMPLETE', blame: 'input', message: `${path}: ${printable(reason)}`, hint })
}

export function gitUnsupported(url: string): KpmError {
  return new KpmError({
    code: 'GIT_UNSUPPORTED',
    blame: 'input',
    message: `${printable(withoutUser(url))} is a git source, and git sources cannot be fetched yet`,
    hint: 'clone it and use the folder, or publish the package to a registry',
  })
}

export function linkInPackage(folder: string, path: string, kind: 'link' | 'other'): KpmError {
  return new KpmError({
    code: 'LINK_IN_PACKAGE',
    blame: 'input',
    message: `${folder}/${path} is ${kind === 'link' ? 'a symbolic link' : 'neither a file nor a folder'} and cannot be published`,
    hint: 'replace it with the file it stands for, or name it under exclude in kcl.mod',
  })
}

export function nothingToPack(folder: string): KpmError {
  return new KpmError({ code: 'NOTHING_TO_PACK', blame: 'input', message: `no file in ${folder} belongs to the package` })
}

export function fileVanished(path: string): KpmError {
  return new KpmError({ code: 'FILE_VANISHED', blame: 'environment', message: `${path} disappeared while it was being read` })
}

export function archiveDamaged(subject: string, reason: string, cause: unknown): KpmError {
  return new KpmError({
    code: 'ARCHIVE_DAMAGED',
    blame: 'input',
    message: `${subject} is not a readable archive: ${reason}`,
    hint: 'a package archive is a tar file, plain or compressed with gzip',
    cause,
  })
}

export function archiveRefused(subject: string, reason: string): KpmError {
  return new KpmError({
    code: 'ARCHIVE_REFUSED',
    blame: 'input',
    message: `${subject} is not safe to unpack: ${reason}`,
    hint: 'nothing was written; the publisher has to pack it again',
  })
}

export function artifactInvalid(subject: string, reason: string): KpmError {
  return new KpmError({
    code: 'ARTIFACT_INVALID',
    blame: 'input',
    message: `${subject} is not a KCL package: ${reason}`,
    hint: 'it may be a container image or a chart; check the reference',
  })
}

export function layerTooLarge(subject: string, size: number, limit: number): KpmError {
  return new KpmError({
    code: 'TOO_LARGE',
    blame: 'input',
    message: `the archive of ${subject} has ${size} bytes, more than the ${limit} that are accepted`,
  })
}

export function noVersions(subject: string, tags: readonly string[]): KpmError {
  const some = tags.length === 0 ? 'no tags' : `no tag that is a version (it has ${listed(tags)})`
  return new KpmError({
    code: 'NO_VERSIONS',
    blame: 'input',
    message: `${subject} has ${some}`,
    hint: 'name a tag: `:tag` behind the repository',
  })
}

export function pathNotFound(path: string): KpmError {
  return new KpmError({ code: 'PATH_NOT_FOUND', blame: 'input', message: `there is no file or folder ${path}` })
}

export function packageNotInFolder(
  subject: string,
  spec: { readonly packageName?: string; readonly packageVersion?: string },
  found: readonly { readonly name?: string; readonly version?: string }[],
): KpmError {
  const version = spec.packageVersion === undefined ? '' : `:${spec.packageVersion}`
  const wanted = spec.packageName === undefined ? 'no kcl.mod' : `no package '${printable(`${spec.packageName}${version}`)}'`
  const names = found.map((it) => `${it.name ?? 'a package without a name'}${it.version === undefined ? '' : `:${it.version}`}`)
  return new KpmError({
    code: 'PACKAGE_NOT_IN_FOLDER',
    blame: 'input',
    message: `${subject} holds ${wanted}`,
    hint: names.length === 0 ? 'a package has a kcl.mod at its top' : `it holds ${listed(names)}`,
  })
}

/** Two packages want one name. `message` lines say who asked for what. */
export function nameConflict(name: string, requests: readonly { readonly by: string; readonly asked: string }[]): KpmError {
  const lines = requests.map((request) => printable(`${request.by} asks for ${request.asked}`))
  return new KpmError({
    code: 'NAME_CONFLICT',
    blame: 'input',
    message: `two different packages would be imported as '${printable(name)}': ${lines.join('; ')}`,
    hint: `name the one to use as '${name}' in [dependencies] of the kcl.mod at the top`,
  })
}

/** Two keys of one manifest that a program cannot tell apart. */
export function importNameConflict(path: string, position: Position | undefined, first: string, second: string): KpmError {
  return manifestInvalid(
    path,
    position,
    `the dependencies '${first}' and '${second}' have one import name`,
    "'-' in a dependency name is replaced with '_' in programs; rename one of them",
  )
}

export function dependencyCycle(names: readonly string[]): KpmError {
  return new KpmError({
    code: 'DEPENDENCY_CYCLE',
    blame: 'input',
    message: `the packages need each other in a circle: ${names.map(printable).join(' → ')}`,
    hint: 'move what both need into a package of its own',
  })
}

export function pathOutsidePackage(by: string, name: string, path: string): KpmError {
  return new KpmError({
    code: 'PATH_OUTSIDE_PACKAGE',
    blame: 'input',
    message: `${printable(by)} was published with the path dependency ${printable(name)} = { path = "${printable(path)}" }, which leads out of the package`,
    hint: `its publisher has to publish '${name}' and depend on that; until then, add '${printable(name)}' to [dependencies] of your own kcl.mod`,
  })
}

export function sumMismatch(subject: string, lockPath: string, locked: string, actual: string): KpmError {
  return new KpmError({
    code: 'CHECKSUM_MISMATCH',
    blame: 'environment',
    message: `the content of ${subject} is not what ${lockPath} names: sum ${printable(locked)} locked, ${actual} received`,
    hint: 'the tag was moved to other content; if that is intended, take the entry out of the lock file',
  })
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, 5).map(printable).join(', ')
  return names.length > 5 ? `${shown} and ${names.length - 5} more` : shown
}

function withHint(hint: string | undefined): { readonly hint?: string } {
  return hint === undefined ? {} : { hint }
}

/** A user name or token in a URL must not reach a message. */
function withoutUser(url: string): string {
  return url.replace(/\/\/[^/@]*@/, '//')
}
