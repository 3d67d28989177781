import {failuresIn, inWords} from '../../src/derive/log-signatures.ts'
import {answersOf, partOf} from '../../src/derive/node-answers.ts'
import {settledNodes} from '../../src/derive/settled-nodes.ts'
import {defineCheck} from '../../src/model/check.ts'
import {unknown} from '../../src/model/fact.ts'
import {nodeMinutes} from '../../src/openvidu/limits.ts'
import {onPremisesAdministration} from '../../src/openvidu/pages.ts'
import {unitName} from '../../src/openvidu/services.ts'

const expected = {load: 'loaded', enabled: 'enabled', active: 'active'} as const

export default defineCheck({
  id: 'openvidu-unit',
  area: 'nodes',
  title: 'The systemd unit of OpenVidu is loaded, enabled and active on every node',
  severity: 'critical',
  sources: ['nodes'],
  requirements: ['R24'],
  why: 'The unit is OpenVidu on its node: without it nothing of OpenVidu runs there, and a unit that is not enabled leaves the node empty after the next reboot.',
  how: {
    nodes: `${unitName} must be loaded, enabled and active. What its journal shows of known failures is told as the cause. A node that still installs or started just now is not judged, nor is a unit that has been starting for less than ${nodeMinutes.start} minutes. A unit that only is not enabled weighs high.`,
  },
  needs: ['nodeProbes'],
  phrases: {
    missing: ({
      observed,
      expected,
    }: {
      observed: {node: string; load: string; cause: string}
      expected: {load: string}
    }) => `${unitName} of ${observed.node} is ${observed.load}${observed.cause}; expected ${expected.load}`,
    inactive: ({
      observed,
      expected,
    }: {
      observed: {node: string; active: string; sub: string; result: string; since: string | null; cause: string}
      expected: {active: string}
    }) =>
      `${unitName} of ${observed.node} is ${observed.active} (${observed.sub}, ${observed.result})${observed.since === null ? '' : ` since ${observed.since}`}${observed.cause}; expected ${expected.active}`,
    disabled: ({observed, expected}: {observed: {node: string; enabled: string}; expected: {enabled: string}}) =>
      `${unitName} of ${observed.node} is ${observed.enabled}, so it does not start with the node; expected ${expected.enabled}`,
  },
  remedy: {
    text: 'Read why it does not run, mend that, and start it. On a master whose reboot left it stopped look at the values of the secret first.',
    commands: [
      'aws ssm start-session --target INSTANCE_ID',
      'sudo systemctl status openvidu',
      'sudo journalctl -u openvidu -n 200 --no-pager',
      'sudo systemctl start openvidu',
    ],
    url: onPremisesAdministration,
  },
  remedies: {
    missing: {
      text: 'OpenVidu was never installed on this node: read its installation log, then replace a media node by ending it, and run the installation of a master again by hand.',
      commands: ['aws ssm start-session --target INSTANCE_ID', 'sudo tail -n 200 /var/log/cloud-init-output.log'],
      url: onPremisesAdministration,
    },
    disabled: {
      text: 'Enable the unit.',
      commands: ['aws ssm start-session --target INSTANCE_ID', 'sudo systemctl enable openvidu'],
      url: onPremisesAdministration,
    },
  },
  judge({nodeProbes}, {fail, see}) {
    for (const {node, name, part} of answersOf(settledNodes(nodeProbes, see), 'unit', see)) {
      const {load, enabled, active, sub, result, since} = part
      const signatures = partOf(node, 'signatures')
      const known = signatures.state === 'known' ? failuresIn(signatures.value, 'journal') : []
      const cause = known.map(failure => `, its journal shows ${inWords(failure)}`).join('')
      if (load !== expected.load) {
        fail('missing', node.subject, {observed: {node: name, load, cause}, expected: {load: expected.load}})
        continue
      }
      if (active === 'activating' && isRecent(since, partOf(node, 'clock'))) {
        see(unknown('unresolved', `${unitName} of ${name} is still starting`), node.subject)
      } else if (active !== expected.active) {
        const observed = {node: name, active, sub, result, since, cause}
        fail('inactive', node.subject, {observed, expected: {active: expected.active}})
      }
      if (enabled === expected.enabled) continue
      const evidence = {observed: {node: name, enabled}, expected: {enabled: expected.enabled}}
      fail('disabled', node.subject, evidence, {severity: 'high'})
    }
  },
})

/** By the clock of the node, which told the other moment, too. */
function isRecent(since: string | null, clock: ReturnType<typeof partOf<'clock'>>): boolean {
  if (since === null || clock.state === 'unknown') return false
  return Date.parse(clock.value.now) - Date.parse(since) < nodeMinutes.start * 60_000
}
