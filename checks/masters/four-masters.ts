import {areDeployed} from '../../src/derive/live-nodes.ts'
import {soundMasters} from '../../src/derive/sound-masters.ts'
import {defineCheck} from '../../src/model/check.ts'
import {administration, faultTolerance, installationGuide, statusChecks} from '../../src/openvidu/pages.ts'
import {MASTER_SLOTS, tolerance} from '../../src/openvidu/placement.ts'

const meaning = {
  unaffected: 'one more loss is still survived',
  degraded: 'one more loss is an outage',
  outage: 'the deployment cannot work',
} as const

export default defineCheck({
  id: 'four-masters',
  area: 'masters',
  title: 'There are exactly four master nodes',
  severity: 'critical',
  sources: ['plan', 'deployed'],
  requirements: ['R3', 'R42'],
  why: 'The data stores of the masters are laid out for four fixed members. With three the cluster has nothing left to lose; with two or fewer it stops. A fifth master takes part in nothing.',
  how: {
    plan: 'The instances that the template makes as masters are counted, or the bounds of the master group (first generation) are read: minimum, desired and maximum must all be four.',
    deployed:
      'The instances that are masters, whoever made them, must be four that run and pass the status checks of EC2: system, instance and, where its type has one, attached EBS. A stopped, impaired, ended or missing one is lost; one that still starts is not judged. Of the group of the first generation the bounds are judged, too.',
  },
  needs: ['masterCount'],
  uses: ['nodes', 'masterStatus', 'parts'],
  phrases: {
    wrongCount: ({observed, expected}: {observed: {masters: number; meaning: string}; expected: {masters: number}}) =>
      `${observed.masters} master nodes instead of ${expected.masters}: ${observed.meaning}`,
    wrongBounds: ({
      observed,
      expected,
    }: {
      observed: {min: number; desired: number; max: number}
      expected: {min: number; desired: number; max: number}
    }) =>
      `the master group has minimum ${observed.min}, desired ${observed.desired} and maximum ${observed.max}; all must be ${expected.desired}`,
    lost: ({
      observed,
      expected,
    }: {
      observed: {masters: number; lost: readonly string[]; meaning: string}
      expected: {masters: number}
    }) =>
      `${observed.masters} master nodes instead of ${expected.masters} run and pass their status checks: ${observed.meaning}${observed.lost.length === 0 ? '' : `; lost: ${observed.lost.join(', ')}`}`,
    surplus: ({observed, expected}: {observed: {master: string; masters: number}; expected: {masters: number}}) =>
      `${observed.master} has the security group of the masters although the stack did not make it, so that there are ${observed.masters} instead of ${expected.masters}: a fifth takes part in nothing`,
  },
  remedy: {
    text: 'Have exactly four masters. They are never scaled: take the number back to what the official template has.',
    url: installationGuide,
  },
  remedies: {
    wrongCount: {
      text: 'Restore the missing masters, or remove the surplus ones, as in the official template.',
      url: faultTolerance,
    },
    lost: {
      text: 'Start what is stopped, and stop and start what is impaired: it moves to another host and keeps its disk and address. A master that has ended cannot be put back one by one: restore its volume from a snapshot, or deploy anew.',
      commands: [
        'aws ec2 describe-instance-status --include-all-instances --instance-ids INSTANCE_ID',
        'aws ec2 start-instances --instance-ids INSTANCE_ID',
      ],
      url: statusChecks,
    },
    surplus: {
      text: 'If it was to replace a master, end it: masters know each other by four fixed addresses. If it is something else, give it a security group of its own.',
      commands: ['aws ec2 describe-instances --instance-ids INSTANCE_ID --query "Reservations[].Instances[].Tags"'],
      url: administration,
    },
  },
  judge({masterCount, nodes, masterStatus, parts}, {fail, see, look}) {
    const {subject, arrangement, ...bounds} = masterCount
    const deployed = areDeployed(masterCount)
    if (deployed) {
      const live = look('nodes', nodes)
      if (live === undefined) return
      const found = soundMasters(live, look('masterStatus', masterStatus), look('parts', parts)?.masters ?? [])
      for (const {gap, subject: master} of found.undecided) see(gap, master)
      const expected = {masters: MASTER_SLOTS}
      if (found.lost > 0) {
        const observed = {
          masters: MASTER_SLOTS - found.lost,
          lost: found.reasons,
          meaning: meaning[tolerance(found.lost)],
        }
        fail('lost', subject, {observed, expected}, {severity: found.lost === 1 ? 'high' : 'critical'})
      }
      for (const stranger of found.surplus) {
        const observed = {master: stranger.id, masters: found.standing}
        fail('surplus', stranger.subject, {observed, expected}, {severity: 'high'})
      }
      // Fewer are lost ones, and surplus strangers have their own word.
      if (arrangement === 'instances' && (found.standing <= MASTER_SLOTS || found.surplus.length > 0)) return
    }

    const [min, desired, max] = [bounds.min, bounds.desired, bounds.max].map(bound => see(bound, subject))
    if (min === undefined || desired === undefined || max === undefined) return
    if (min === MASTER_SLOTS && desired === MASTER_SLOTS && max === MASTER_SLOTS) return
    const severity = desired === MASTER_SLOTS - 1 ? 'high' : 'critical'
    if (arrangement === 'group') {
      const four = {min: MASTER_SLOTS, desired: MASTER_SLOTS, max: MASTER_SLOTS}
      fail('wrongBounds', subject, {observed: {min, desired, max}, expected: four}, {severity})
    } else {
      const means =
        desired > MASTER_SLOTS ? 'a fifth takes part in nothing' : meaning[tolerance(MASTER_SLOTS - desired)]
      fail(
        'wrongCount',
        subject,
        {observed: {masters: desired, meaning: means}, expected: {masters: MASTER_SLOTS}},
        {severity},
      )
    }
  },
})
