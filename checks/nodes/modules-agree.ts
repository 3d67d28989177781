import {agreedModules} from '../../src/derive/enabled-modules.ts'
import {settledNodes} from '../../src/derive/settled-nodes.ts'
import {defineCheck} from '../../src/model/check.ts'
import {unknown} from '../../src/model/fact.ts'
import {modules as modulesPage} from '../../src/openvidu/pages.ts'

export default defineCheck({
  id: 'modules-agree',
  area: 'nodes',
  title: 'The secret enables the modules that the masters have enabled',
  severity: 'medium',
  sources: ['nodes'],
  requirements: ['R45'],
  why: 'A master that reboots copies the modules of the secret: services then come or go that nobody has just switched on or off, days or months after the secret was changed.',
  how: {
    nodes:
      'The modules that more than half of the masters have enabled are compared with those that the secret names, in any order. The secret is read with `--verify-secret` only. A node that is being installed or was started lately is not asked.',
  },
  needs: ['nodeProbes', 'secretInstallation'],
  phrases: {
    otherModules: ({
      observed,
      expected,
    }: {
      observed: {modules: readonly string[]}
      expected: {modules: readonly string[]}
    }) =>
      `the secret enables ${observed.modules.join(', ')}; expected ${expected.modules.join(', ')}, which most masters have enabled`,
  },
  remedy: {
    text: 'Decide which modules are meant. Name those in ENABLED_MODULES of the secret, then reboot the masters one by one.',
    url: modulesPage,
  },
  judge({nodeProbes, secretInstallation: {subject, modules: stored}}, {fail, see}) {
    const masters = settledNodes(nodeProbes, see).filter(({group}) => group === 'master')
    const expected = agreedModules(masters, see, subject)
    if (stored === null) see(unknown('unresolved', 'ENABLED_MODULES of the secret is no list of modules'), subject)
    if (expected === undefined || stored === null) return
    const observed = stored.toSorted()
    if (observed.join() !== expected.join())
      fail('otherModules', subject, {observed: {modules: observed}, expected: {modules: expected}})
  },
})
