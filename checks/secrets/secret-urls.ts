import {defineCheck} from '../../src/model/check.ts'
import {unknown} from '../../src/model/fact.ts'
import {configuration} from '../../src/openvidu/pages.ts'

const faults = {another: 'another host', unreadable: 'no host that can be read'} as const

export default defineCheck({
  id: 'secret-urls',
  area: 'secrets',
  title: 'The URLs in the secret lead to the domain of the deployment',
  severity: 'medium',
  sources: ['deployed'],
  requirements: ['R21', 'R22'],
  why: 'Whoever takes a URL from the secret is led to another deployment, or nowhere; applications that read LIVEKIT_URL from it connect there.',
  how: {
    deployed:
      'With `--verify-secret` the host of each URL in the secret, and DOMAIN_NAME itself, is compared in memory with the parameter DomainName. The URLs are not kept.',
  },
  needs: ['secretReview'],
  phrases: {
    elsewhere: ({observed, expected}: {observed: {keys: readonly string[]}; expected: {host: string}}) =>
      `in the secret ${observed.keys.join(', ')}; expected ${expected.host}`,
  },
  remedy: {
    text: 'Where the domain was meant to change, change DomainName, certificate and DNS record with it; otherwise put the value in the secret right. Then reboot the masters one by one.',
    url: configuration,
  },
  judge({secretReview: {subject, hosts}}, {fail, see}) {
    if (hosts.length === 0) see(unknown('unresolved', 'the secret holds no URL'), subject)
    const keys = hosts.flatMap(({key, is}) => {
      const state = see(is, subject)
      return state === undefined || state === 'domain' ? [] : [`${key} has ${faults[state]}`]
    })
    if (keys.length > 0) fail('elsewhere', subject, {observed: {keys}, expected: {host: 'the DomainName of the stack'}})
  },
})
