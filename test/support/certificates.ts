/** A private certificate authority and certificates of it, made on the fly with openssl: nothing in the repository can expire. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'

export interface Certificate {
  readonly certificateFile: string
  readonly keyFile: string
  /** PEM. */
  readonly certificate: string
  readonly key: string
}

export interface Authority extends Certificate {
  /** A certificate for DNS names and IPv4 addresses. */
  readonly issue: (names: readonly string[]) => Certificate
}

export function createAuthority(folder: string): Authority {
  mkdirSync(folder, { recursive: true })
  const authority = selfSigned(folder, 'authority')
  let count = 0
  const issue = (names: readonly string[]): Certificate => {
    count += 1
    const base = `${folder}/server-${count}`
    openssl([
      'req',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:P-256',
      '-nodes',
      '-subj',
      '/CN=server',
      '-keyout',
      `${base}.key`,
      '-out',
      `${base}.csr`,
    ])
    const alternatives = names.map((name) => `${/^[\d.]+$/.test(name) ? 'IP' : 'DNS'}:${name}`)
    writeFileSync(`${base}.ext`, `subjectAltName=${alternatives.join(',')}\n`)
    const signing = [
      '-CA',
      authority.certificateFile,
      '-CAkey',
      authority.keyFile,
      '-CAcreateserial',
      '-days',
      '2',
      '-extfile',
      `${base}.ext`,
    ]
    openssl(['x509', '-req', '-in', `${base}.csr`, ...signing, '-out', `${base}.crt`])
    return load(`${base}.crt`, `${base}.key`)
  }
  return { ...authority, issue }
}

/** A certificate signed by its own key, such as a registry trusts for the tokens of a token service. */
export function selfSigned(folder: string, name: string): Certificate {
  mkdirSync(folder, { recursive: true })
  const base = `${folder}/${name}`
  const files = ['-keyout', `${base}.key`, '-out', `${base}.crt`]
  openssl([
    'req',
    '-x509',
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:P-256',
    '-nodes',
    '-days',
    '2',
    '-subj',
    `/CN=${name}`,
    ...files,
  ])
  return load(`${base}.crt`, `${base}.key`)
}

function load(certificateFile: string, keyFile: string): Certificate {
  return { certificateFile, keyFile, certificate: readFileSync(certificateFile, 'utf8'), key: readFileSync(keyFile, 'utf8') }
}

function openssl(options: readonly string[]): void {
  execFileSync('openssl', [...options], { stdio: ['ignore', 'ignore', 'pipe'] })
}
