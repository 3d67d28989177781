import {figuresOf} from '../../src/derive/generation.ts'
import {defineCheck} from '../../src/model/check.ts'
import {unknown} from '../../src/model/fact.ts'
import {generations} from '../../src/openvidu/generations.ts'
import {installationGuide} from '../../src/openvidu/pages.ts'
import {standingOf} from '../../src/openvidu/stack-statuses.ts'
import {outputOfEveryGeneration, templateOutputsOf} from '../../src/openvidu/template-resources.ts'

export default defineCheck({
  id: 'outputs-complete',
  area: 'stack',
  title: 'The stack has the outputs of its generation',
  severity: 'medium',
  sources: ['deployed'],
  requirements: ['R21'],
  why: 'The output ServicesAndCredentials leads to the addresses and passwords of the deployment; where the load balancers have outputs, the DNS records are made from those.',
  how: {
    deployed:
      'The names of the outputs are held against those that the template of the generation has; the address of the TURN load balancer only where there is one. Their values are not kept. Until the stack is complete it has none, and is not judged.',
  },
  needs: ['stack', 'template', 'parts'],
  phrases: {
    missing: ({
      observed,
      expected,
    }: {
      observed: {missing: readonly string[]; outputs: readonly string[]}
      expected: {outputs: readonly string[]}
    }) =>
      `the stack has no output ${observed.missing.join(' and no output ')}; expected ${expected.outputs.join(' and ')}`,
  },
  remedy: {
    text: 'Take the outputs of the official template back into yours and update the stack, after reading in a change set that this replaces nothing.',
    url: installationGuide,
  },
  judge({stack: {subject, status, outputs}, template, parts}, {fail, see}) {
    const generation = generations.find(({id}) => id === figuresOf(template))?.id
    const own = generation === undefined ? [outputOfEveryGeneration] : templateOutputsOf(generation)
    if (generation === undefined)
      see(
        unknown('unresolved', 'which outputs else there should be depends on a generation that is not known'),
        subject,
      )
    const wanted = own.filter(({of}) => of !== 'turn-load-balancer' || parts.turnBalancer !== null)
    const missing = wanted.filter(({name}) => !outputs.includes(name)).map(({name}) => name)
    if (missing.length === 0) return
    const standing = standingOf(status)
    if (standing !== 'complete' && standing !== 'usable' && standing !== 'tidying') {
      see(unknown('unresolved', `outputs come with the end of an operation, and the stack is ${status}`), subject)
      return
    }
    fail('missing', subject, {observed: {missing, outputs}, expected: {outputs: wanted.map(({name}) => name)}})
  },
})
