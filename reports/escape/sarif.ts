import {visible} from './visible.ts'

/**
 * Plain text of a SARIF message. Viewers make a link of `[text](target)` and look up `{0}` in the arguments of the message,
 * so the marks of both are taken apart by a blank.
 */
export function messageText(raw: string): string {
  return visible(raw)
    .replaceAll('](', '] (')
    .replace(/\{(\d+)\}/g, '{ $1 }')
}

/**
 * The path of a file as SARIF takes it: relative to the root of the sources where the user gave it so, a file URI where it is
 * absolute. Every segment is percent-encoded; lone surrogates, which no URI can hold, become U+FFFD.
 */
export function artifactUri(file: string): {readonly uri: string; readonly absolute: boolean} {
  const path = file.replaceAll('\\', '/').replace(/^(?:\.\/+)+/, '')
  const absolute = /^(?:\/|[a-z]:\/)/i.test(path)
  const encoded = path.split('/').map(segment).join('/')
  if (!absolute) return {uri: encoded === '' ? 'unnamed' : encoded.replace(/^\/+/, ''), absolute}
  return {uri: `file:///${encoded.replace(/^\/+/, '')}`, absolute}
}

/** One segment of a path or an id. */
export function segment(raw: string): string {
  return encodeURIComponent(raw.toWellFormed())
}
