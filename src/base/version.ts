/** The version in package.json; the bundler writes it here. */
declare const KPM_VERSION: string | undefined

export const version: string = typeof KPM_VERSION === 'undefined' ? '0.0.0-source' : KPM_VERSION
