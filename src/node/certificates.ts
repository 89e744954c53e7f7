/** Whom to trust: Node's own roots, plus the files somebody named. Given roots replace Node's in its API, so they are always passed along together. */
import { fs } from './builtin.ts'
import type { Environment } from './directories.ts'
import { fileFailure, systemCode } from './errors.ts'

/** Where systems keep the bundle that their administrator adds to. */
const SYSTEM_BUNDLES: readonly string[] = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
  '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem',
  '/etc/ssl/cert.pem',
]

/** Roots for a secure context; undefined when Node's own are enough. `NODE_EXTRA_CA_CERTS` is listed because Node forgets it once roots are given.
 *  Throws when `caFile`, which was asked for, cannot be read; what the environment names may be absent. */
export function readRoots(caFile: string | undefined, environment: Environment): readonly string[] | undefined {
  const named = caFile === undefined ? [] : [readNamed(caFile)]
  const files = [environment['SSL_CERT_FILE'], environment['NODE_EXTRA_CA_CERTS'], ...filesIn(environment['SSL_CERT_DIR'])]
  const optional = files.map(readOptional).filter((text) => text !== undefined)
  if (named.length + optional.length === 0) return undefined
  return [...process.getBuiltinModule('node:tls').rootCertificates, ...named, ...optional]
}

/** The system's bundle beside the roots in use, for a certificate that those do not know; undefined when there is no such file. */
export function withSystemRoots(roots: readonly string[] | undefined): readonly string[] | undefined {
  for (const path of SYSTEM_BUNDLES) {
    const bundle = readOptional(path)
    if (bundle !== undefined) return [...(roots ?? process.getBuiltinModule('node:tls').rootCertificates), bundle]
  }
  return undefined
}

function readNamed(path: string): string {
  try {
    return fs.readFileSync(path, 'utf8')
  } catch (cause) {
    throw fileFailure('read', path, cause)
  }
}

function readOptional(path: string | undefined): string | undefined {
  if (path === undefined || path === '') return undefined
  try {
    return fs.readFileSync(path, 'utf8')
  } catch (cause) {
    if (systemCode(cause) === undefined) throw cause
    return undefined
  }
}

function filesIn(folders: string | undefined): readonly string[] {
  const paths: string[] = []
  for (const folder of (folders ?? '').split(':')) {
    if (folder === '') continue
    try {
      for (const name of fs.readdirSync(folder)) if (/\.(?:pem|crt|cer)$/.test(name)) paths.push(`${folder}/${name}`)
    } catch (cause) {
      if (systemCode(cause) === undefined) throw cause
    }
  }
  return paths
}
