import {isIPv4} from 'node:net'
import {known, type Seen} from '../../../model/fact.ts'
import type {FactMap} from '../../../model/facts.ts'
import {awsLimits} from '../../../openvidu/limits.ts'
import {MASTER_SLOTS} from '../../../openvidu/placement.ts'
import {addressKey, breakingCharacters, replacedMasterKey, secretKeys, urlKeys} from '../../../openvidu/secret-keys.ts'
import {moduleNames} from '../../../openvidu/services.ts'

type Review = Omit<FactMap['secretReview'], 'subject'>
type Key = Review['keys'][number]

/** What is learnt from a secret's value. None of its text is in here, except addresses. */
export interface SecretReading {
  readonly review: Review
  readonly installation: Omit<FactMap['secretInstallation'], 'subject'>
  readonly fifthAddress: boolean
  readonly addresses: readonly {readonly name: string; readonly slot: number; readonly address: string | null}[]
}

/** Names that a secret may have by any template; any other name could itself be a value that went astray. */
const knownNames: readonly string[] = [...new Set(secretKeys.map(({name}) => name))]

/** Compares the value of the secret in memory with what it should be. Takes any text, and throws on none. */
export function readSecret(
  value: {readonly text: string | undefined; readonly binary: boolean},
  domain: Seen<string>,
): SecretReading {
  const {format, entries} = entriesOf(value)
  const keys = knownNames.flatMap(name => (entries.has(name) ? [keyOf(name, entries.get(name))] : []))
  return {
    review: {
      format,
      keys,
      otherKeys: [...entries.keys()].filter(name => !knownNames.includes(name)).length,
      allGenerated: textOf(entries.get('ALL_SECRETS_GENERATED')) === 'true',
      hosts: [...urlKeys, 'DOMAIN_NAME'].flatMap(key => {
        const text = textOf(entries.get(key))
        if (text === null || text.trim() === '' || text === 'none') return []
        const host = key === 'DOMAIN_NAME' ? text : hostOf(text)
        const compared = (expected: string) =>
          host === null ? 'unreadable' : host.toLowerCase() === expected.toLowerCase() ? 'domain' : 'another'
        return [{key, is: domain.state === 'known' ? known(compared(domain.value)) : domain}]
      }),
    },
    installation: {
      version: versionIn(textOf(entries.get('OPENVIDU_VERSION'))),
      modules: modulesIn(textOf(entries.get('ENABLED_MODULES'))),
    },
    fifthAddress: entries.has(replacedMasterKey),
    addresses: Array.from({length: MASTER_SLOTS}, (_, index) => {
      const name = addressKey(index + 1)
      const text = textOf(entries.get(name))
      return {name, slot: index + 1, address: addressOf(text)}
    }),
  }
}

function versionIn(text: string | null): string | null {
  return text !== null && /^(\d{1,3}\.\d{1,3}\.\d{1,3}(-[a-z]{1,6}\d{0,2})?|main)$/.test(text) ? text : null
}

function modulesIn(text: string | null): string[] | null {
  const names = (text ?? '').split(',').map(name => name.trim())
  return names.every(name => moduleNames.some(known => known === name)) ? names : null
}

/** The text where it is an address, and nothing else of it. */
export function addressOf(text: string | null | undefined): string | null {
  return typeof text === 'string' && isIPv4(text) ? text : null
}

function entriesOf({text, binary}: {readonly text: string | undefined; readonly binary: boolean}): {
  readonly format: Review['format']
  readonly entries: ReadonlyMap<string, unknown>
} {
  const nothing = (format: Review['format']) => ({format, entries: new Map<string, unknown>()})
  if (text === undefined) return nothing(binary ? 'binary' : 'empty')
  if (text.trim() === '') return nothing('empty')
  // More than Secrets Manager takes: nothing that it sent.
  if (Buffer.byteLength(text) > awsLimits.secretBytes) return nothing('too-large')
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch {
    // The error would quote the secret.
    return nothing('not-json')
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return nothing('not-an-object')
  return {format: 'object', entries: new Map(Object.entries(parsed))}
}

function keyOf(name: string, value: unknown): Key {
  const text = textOf(value)
  if (text === null) return {name, content: 'not-text', breaking: []}
  const content = text.trim() === '' ? 'blank' : text.trim() === 'none' ? 'none' : 'filled'
  return {name, content, breaking: breakingCharacters.filter(character => text.includes(character))}
}

/** As the scripts on the masters read a value: numbers and truth values are text to them, lists and objects are not. */
function textOf(value: unknown): string | null {
  if (typeof value === 'string') return value
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : null
}

function hostOf(text: string): string | null {
  const url = URL.parse(text)
  return url === null || url.hostname === '' ? null : url.hostname
}
