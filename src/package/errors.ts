/** Every failure of the package layer, one function each. */
import { KpmError } from '../base/error.ts'
import type { Position } from './manifest/position.ts'

export function manifestNotFound(folder: string): KpmError {
  return new KpmError({
    code: 'MANIFEST_NOT_FOUND',
    blame: 'input',
    message: `no kcl.mod in ${folder}`,
    hint: 'run this in the folder of a package, or start one with `kpm init`',
  })
}

/** `path:line:column: reason`, as compilers write it. */
export function manifestInvalid(path: string, position: Position | undefined, reason: string, hint?: string): KpmError {
  const where = position === undefined ? path : `${path}:${position.line}:${position.column}`
  return new KpmError({ code: 'MANIFEST_INVALID', blame: 'input', message: `${where}: ${reason}`, ...withHint(hint) })
}

export function lockInvalid(path: string, position: Position | undefined, reason: string): KpmError {
  const where = position === undefined ? path : `${path}:${position.line}:${position.column}`
  return new KpmError({
    code: 'LOCK_INVALID',
    blame: 'input',
    message: `${where}: ${reason}`,
    hint: 'mend the file, or delete it to have it written anew',
  })
}

export function referenceTextInvalid(text: string, reason: string): KpmError {
  return new KpmError({
    code: 'REFERENCE_INVALID',
    blame: 'usage',
    message: `'${text}' is not a package reference: ${reason}`,
    hint: 'write oci://host/repository[:tag], account/repository:version, or name[:version]',
  })
}

export function tagConflict(text: string, first: string, second: string, where: string): KpmError {
  return new KpmError({
    code: 'TAG_CONFLICT',
    blame: 'usage',
    message: `'${text}' asks for ${first} and ${where} for ${second}`,
    hint: 'give the version once',
  })
}

function withHint(hint: string | undefined): { readonly hint?: string } {
  return hint === undefined ? {} : { hint }
}

export function manifestIncomplete(path: string, reason: string, hint: string): KpmError {
  return new KpmError({ code: 'MANIFEST_INCOMPLETE', blame: 'input', message: `${path}: ${reason}`, hint })
}

export function gitUnsupported(url: string): KpmError {
  return new KpmError({
    code: 'GIT_UNSUPPORTED',
    blame: 'input',
    message: `${withoutUser(url)} is a git source, and git sources cannot be fetched yet`,
    hint: 'clone it and use the folder, or publish the package to a registry',
  })
}

/** A user name or token in a URL must not reach a message. */
function withoutUser(url: string): string {
  return url.replace(/\/\/[^/@]*@/, '//')
}
