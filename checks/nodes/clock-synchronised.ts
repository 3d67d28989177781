import {clockAgreement} from '../../src/derive/clock-agreement.ts'
import {fewOf, nodeName} from '../../src/derive/live-nodes.ts'
import {answersOf, nodesToJudge} from '../../src/derive/node-answers.ts'
import {defineCheck} from '../../src/model/check.ts'
import {unknown} from '../../src/model/fact.ts'
import {timeReference} from '../../src/openvidu/pages.ts'

export default defineCheck({
  id: 'clock-synchronised',
  area: 'nodes',
  title: 'The clocks of all nodes are synchronised',
  severity: 'high',
  sources: ['nodes'],
  requirements: [],
  why: 'Access tokens, signatures of requests to AWS and certificates hold for a span of time: a node whose clock is off refuses what others made, or is refused. Its logs and metrics stand in the wrong place.',
  how: {
    nodes:
      'The kernel must hold the clock for synchronised, and its offset, where the time service of the node tells one, must be within the threshold. A clock whose service tells none is held against those whose service does, otherwise against the time at which the probe was sent and its answer seen, which shows large differences only. The clock of the machine that runs this may be the one that is off: where all nodes agree against it, nothing is judged.',
  },
  needs: ['nodeProbes'],
  phrases: {
    unsynchronised: ({
      observed,
      expected,
    }: {
      observed: {node: string; synchronised: boolean; service: string | null}
      expected: {synchronised: boolean}
    }) =>
      `the kernel of ${observed.node} holds its clock for ${observed.synchronised ? '' : 'un'}synchronised (time service: ${observed.service ?? 'none'}); expected ${expected.synchronised ? '' : 'un'}synchronised`,
    off: ({
      observed,
      expected,
    }: {
      observed: {node: string; milliseconds: number; exact: boolean; from: string}
      expected: {milliseconds: number}
    }) =>
      `the clock of ${observed.node} is ${observed.exact ? '' : 'at least '}${inWords(observed.milliseconds)} ${observed.from}; expected at most ${expected.milliseconds} ms`,
  },
  remedy: {
    text: 'Let the time service follow the time server of AWS, which needs no way out, and set the clock at once. If it stays so, see why the service does not run.',
    commands: [
      'aws ssm start-session --target INSTANCE_ID',
      'timedatectl status',
      'chronyc -n sources || timedatectl timesync-status',
      'sudo systemctl restart chrony || sudo systemctl restart systemd-timesyncd',
      'sudo chronyc makestep',
    ],
    url: timeReference,
  },
  judge({nodeProbes}, {thresholds: {clockSkewMilliseconds: most}, fail, see}) {
    const clocks = answersOf(nodesToJudge(nodeProbes, see), 'clock', see)
    const expected = {milliseconds: most}
    for (const {node, name, part} of clocks) {
      const {synchronised, service, offsetMilliseconds: offset} = part
      if (synchronised === null) {
        see(unknown('unresolved', 'nothing on the node tells whether its clock is synchronised'), node.subject)
      } else if (!synchronised) {
        const observed = {node: name, synchronised, service}
        fail('unsynchronised', node.subject, {observed, expected: {synchronised: true}})
      }
      if (offset === null || Math.abs(offset) <= most) continue
      const observed = {node: name, milliseconds: offset, exact: true, from: 'its time server'}
      fail('off', node.subject, {observed, expected})
    }
    const readings = clocks
      .filter(({part: {offsetMilliseconds: offset}}) => offset === null || Math.abs(offset) <= most)
      .map(({node, part}) => {
        const vouched = part.synchronised === true && part.offsetMilliseconds !== null
        return {node, clock: part, vouched}
      })
    const {apart, from, disputed} = clockAgreement(readings, most)
    for (const {node, by} of apart) {
      const observed = {node: nodeName(node), milliseconds: by, exact: false, from}
      fail('off', node.subject, {observed, expected})
    }
    if (disputed === null) return
    const who = fewOf(disputed.nodes.map(nodeName))
    const detail = `the clock of ${who} is at least ${inWords(disputed.shift)} that of the machine that asked; either may be off`
    for (const node of disputed.nodes) see(unknown('unresolved', detail), node.subject)
  },
})

function inWords(milliseconds: number): string {
  const size = Math.abs(milliseconds)
  const amount = size < 10_000 ? `${Number(size.toFixed(1))} ms` : `${Math.round(size / 1000)} s`
  return `${amount} ${milliseconds < 0 ? 'behind' : 'ahead of'}`
}
