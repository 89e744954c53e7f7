/** What archives are called. */

/** True when the name is one of an archive; whether it is one, its bytes tell. */
export function isArchiveName(path: string): boolean {
  return /\.(?:tar|tgz|tar\.gz)$/i.test(path)
}
