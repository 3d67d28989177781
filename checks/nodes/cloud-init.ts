import {nodeName} from '../../src/derive/live-nodes.ts'
import {failuresIn, inWords, withoutStop} from '../../src/derive/log-signatures.ts'
import {answersOf, nodesToJudge, partOf} from '../../src/derive/node-answers.ts'
import {endsBeforeRebootJob} from '../../src/derive/reboot-job.ts'
import {isInstalling} from '../../src/derive/settled-nodes.ts'
import {defineCheck} from '../../src/model/check.ts'
import {unknown} from '../../src/model/fact.ts'
import {nodeMinutes} from '../../src/openvidu/limits.ts'
import {cloudInitDebugging, onPremisesAdministration} from '../../src/openvidu/pages.ts'

const finished: readonly string[] = ['done', 'degraded done']

export default defineCheck({
  id: 'cloud-init',
  area: 'nodes',
  title: 'Every node was installed without a known failure',
  severity: 'high',
  sources: ['nodes'],
  requirements: ['R24'],
  why: 'The template does not notice when an installation fails: the stack completes, and the node stands there without OpenVidu, or with half of it.',
  how: {
    nodes: `cloud-init must have finished, and its logs must hold no known failure; each one found is named with cause and remedy. A node that installs for less than ${nodeMinutes.installation} minutes is not judged yet. A failure that the node got over (cloud-init done, OpenVidu active) weighs medium, as does one that only the console of a node shows which did not answer.`,
  },
  needs: ['nodeProbes'],
  uses: ['template', 'consoleOutputs'],
  phrases: {
    signature: ({
      observed,
      expected,
    }: {
      observed: {node: string; failure: string; lines: number}
      expected: {failures: number; remedy: string}
    }) =>
      `${observed.node} failed in its installation with ${observed.failure} (${observed.lines} ${observed.lines === 1 ? 'line' : 'lines'}); expected ${expected.failures} known failures (${expected.remedy})`,
    shown: ({
      observed,
      expected,
    }: {
      observed: {node: string; failure: string; lines: number}
      expected: {failures: number; remedy: string}
    }) =>
      `the console of ${observed.node}, which told nothing itself, shows ${observed.failure} (${observed.lines} ${observed.lines === 1 ? 'line' : 'lines'}); expected ${expected.failures} known failures (${expected.remedy})`,
    ended: ({
      observed,
      expected,
    }: {
      observed: {node: string; status: string; errors: readonly string[]}
      expected: {status: string}
    }) =>
      `cloud-init of ${observed.node} is "${observed.status}"${observed.errors.length === 0 ? '' : ` (${observed.errors.join('; ')})`}; expected "${expected.status}"`,
  },
  remedy: {
    text: 'Read the installation log of the node, which holds passwords, and mend the first failure in it. Then replace a media node by ending it; on a master run what failed by hand, since a replaced master finds its slot taken.',
    commands: [
      'aws ssm start-session --target INSTANCE_ID',
      'sudo cloud-init status --long',
      'sudo tail -n 200 /var/log/cloud-init-output.log',
      'aws autoscaling terminate-instance-in-auto-scaling-group --instance-id MEDIA_INSTANCE_ID --no-should-decrement-desired-capacity',
    ],
    url: onPremisesAdministration,
  },
  remedies: {
    ended: {
      text: 'See what cloud-init itself tells, then the end of its log, which holds passwords.',
      commands: [
        'aws ssm start-session --target INSTANCE_ID',
        'sudo cloud-init status --long',
        'sudo tail -n 200 /var/log/cloud-init-output.log',
      ],
      url: cloudInitDebugging,
    },
  },
  judge({nodeProbes, template, consoleOutputs}, {fail, see}) {
    const nodes = nodesToJudge(nodeProbes, see)
    for (const {node, name, part} of answersOf(nodes, 'signatures', see)) {
      const cloudInit = partOf(node, 'cloudInit')
      const unit = partOf(node, 'unit')
      const recovered =
        cloudInit.state === 'known' &&
        finished.includes(cloudInit.value.status) &&
        unit.state === 'known' &&
        unit.value.active === 'active'
      for (const failure of failuresIn(part, 'cloud-init')) {
        const observed = {node: name, failure: inWords(failure), lines: failure.match.lines}
        const expected = {failures: 0, remedy: withoutStop(failure.signature.remedy)}
        fail('signature', node.subject, {observed, expected}, {severity: recovered ? 'medium' : 'high'})
      }
    }
    // Of a node that does not answer the console is all there is; whether it got over the failure since, nobody sees.
    const consoles = consoleOutputs.state === 'known' ? consoleOutputs.value : []
    for (const {subject, id, matches} of consoles) {
      if (matches.state === 'unknown' || matches.value === null) continue
      for (const failure of failuresIn(matches.value, 'cloud-init')) {
        const observed = {node: nodeName({subject, id}), failure: inWords(failure), lines: failure.match.lines}
        const expected = {failures: 0, remedy: withoutStop(failure.signature.remedy)}
        fail('shown', subject, {observed, expected}, {severity: 'medium'})
      }
    }
    for (const {node, name, part} of answersOf(nodes, 'cloudInit', see)) {
      const {status, errors, outputBytes} = part
      if (finished.includes(status)) continue
      const installing = isInstalling(node)
      if (installing === true) see(unknown('unresolved', `${name} is still being installed`), node.subject)
      else if (installing === null) see(partOf(node, 'system'), node.subject)
      else if (status === 'disabled' && outputBytes !== null)
        see(unknown('unresolved', `cloud-init of ${name} is disabled, and no longer tells how it ended`), node.subject)
      else {
        const defect = status === 'error' && endsBeforeRebootJob(template, node) ? ({defect: 'D14'} as const) : {}
        fail('ended', node.subject, {observed: {node: name, status, errors}, expected: {status: 'done'}}, defect)
      }
    }
  },
})
