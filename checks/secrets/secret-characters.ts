import {defineCheck} from '../../src/model/check.ts'
import {unknown} from '../../src/model/fact.ts'
import {configuration} from '../../src/openvidu/pages.ts'
import {breakingCharacters, urlKeys} from '../../src/openvidu/secret-keys.ts'

export default defineCheck({
  id: 'secret-characters',
  area: 'secrets',
  title: 'No value of the secret has characters that break the scripts of the masters',
  severity: 'medium',
  sources: ['deployed'],
  requirements: ['R32'],
  why: 'A master that reboots copies the secret into its configuration with sed. A slash ends that with an error and leaves OpenVidu stopped; an ampersand, an equals sign or a hash changes or cuts the value.',
  how: {
    deployed:
      'With `--verify-secret` each value is searched in memory for `/`, `&`, `=` and `#`. URLs are left out: no script copies them.',
  },
  needs: ['secretReview'],
  phrases: {
    breaking: ({observed, expected}: {observed: {keys: readonly string[]}; expected: {without: readonly string[]}}) =>
      `in the secret ${observed.keys.join(', ')}; values must be without ${expected.without.join(' ')}`,
  },
  remedy: {
    text: 'Give the service another password without these characters, on one master first, then write it into the secret. Do not reboot a master before.',
    url: configuration,
  },
  judge({secretReview: {subject, format, keys}}, {fail, see}) {
    if (format !== 'object') see(unknown('unresolved', 'the value of the secret cannot be read'), subject)
    const broken = keys.filter(
      ({name, breaking}) => breaking.length > 0 && !(urlKeys as readonly string[]).includes(name),
    )
    if (broken.length === 0) return
    const observed = {keys: broken.map(({name, breaking}) => `${name} has ${breaking.join(' ')}`)}
    fail('breaking', subject, {observed, expected: {without: [...breakingCharacters]}})
  },
})
