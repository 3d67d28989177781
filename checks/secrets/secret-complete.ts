import {publishedGeneration} from '../../src/derive/generation.ts'
import {defineCheck} from '../../src/model/check.ts'
import {administration, configuration} from '../../src/openvidu/pages.ts'
import {secretKeys, secretKeysOf} from '../../src/openvidu/secret-keys.ts'

const formats = {
  object: '',
  'not-json': 'no JSON',
  'not-an-object': 'JSON, but no object',
  binary: 'binary',
  'too-large': 'larger than a secret can be',
  empty: 'empty',
} as const

export default defineCheck({
  id: 'secret-complete',
  area: 'secrets',
  title: 'The secret holds every key of its generation, filled in',
  severity: 'high',
  sources: ['deployed'],
  requirements: ['R22'],
  why: 'Applications take URLs and API keys from the secret, and nodes their configuration. A key that is missing or still `none` shows an installation that did not finish, and breaks the next node that starts.',
  how: {
    deployed:
      'With `--verify-secret` the value is read and compared in memory: every key of the generation must be there, none left `none` or empty that must not be, and ALL_SECRETS_GENERATED true. Nothing of a value is kept.',
  },
  needs: ['secretReview', 'template'],
  phrases: {
    unreadable: ({observed, expected}: {observed: {value: string}; expected: {value: string}}) =>
      `the value of the secret is ${observed.value}; expected ${expected.value}`,
    incomplete: ({observed, expected}: {observed: {faults: readonly string[]}; expected: {keys: string}}) =>
      `in the secret ${observed.faults.join('; ')}; expected ${expected.keys}`,
  },
  remedy: {
    text: 'See why the installation of master 1 did not finish (cloud-init), then write the missing values into the secret and reboot the masters one by one.',
    url: administration,
  },
  remedies: {
    unreadable: {
      text: 'Put the value back as it was: an object of texts with the keys of the generation. Secrets Manager keeps the version before under AWSPREVIOUS.',
      commands: ['aws secretsmanager list-secret-version-ids --secret-id SECRET'],
      url: configuration,
    },
  },
  judge({secretReview: {subject, format, keys, allGenerated}, template}, {fail, see}) {
    if (format !== 'object') {
      const expected = {value: 'a JSON object of texts'}
      return fail('unreadable', subject, {observed: {value: formats[format]}, expected})
    }
    const named = (content: string, excused: (key: (typeof secretKeys)[number]) => boolean) =>
      keys
        .filter(key => key.content === content && !secretKeys.some(known => known.name === key.name && excused(known)))
        .map(({name}) => name)
    // Keys that every generation writes are judged even where the rest of its keys is not known.
    const generation = see(publishedGeneration(template, 'the keys of the secret'), subject)
    const wanted = generation === undefined ? [] : secretKeysOf(generation)
    const missing = wanted.flatMap(({name}) => (keys.some(key => key.name === name) ? [] : [name]))
    const lists: readonly [string, readonly string[]][] = [
      ['missing', missing],
      ['still none', named('none', ({mayStayNone}) => mayStayNone)],
      ['empty', named('blank', ({mayBeEmpty, mayStayNone}) => mayBeEmpty || mayStayNone)],
      ['no text', named('not-text', () => false)],
    ]
    const faults = lists.flatMap(([state, names]) =>
      names.length === 0 ? [] : [`${names.join(', ')} ${names.length === 1 ? 'is' : 'are'} ${state}`],
    )
    const marked = keys.some(({name}) => name === 'ALL_SECRETS_GENERATED')
    if (marked && !allGenerated) faults.push('ALL_SECRETS_GENERATED is not true')
    if (faults.length > 0) {
      fail('incomplete', subject, {observed: {faults}, expected: {keys: 'every key of the generation, filled in'}})
    }
  },
})
