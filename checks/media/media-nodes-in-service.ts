import {nodesByState} from '../../src/derive/media-fleet.ts'
import {type ScalingTrouble, scalingTroubles, troublesInWords} from '../../src/derive/scaling-troubles.ts'
import {defineCheck} from '../../src/model/check.ts'
import {unknown} from '../../src/model/fact.ts'
import {subjectName} from '../../src/model/subject.ts'
import {minimumMediaNodes} from '../../src/openvidu/limits.ts'
import {installationGuide, launchFailuresPage} from '../../src/openvidu/pages.ts'

interface Evidence {
  readonly observed: {
    group: string
    inService: number
    starting: number
    draining: number
    unhealthy: number
    elsewhere: number
    troubles: readonly ScalingTrouble[]
  }
  readonly expected: {inService: number}
}

const counted = ({observed, expected}: Evidence): string => {
  const {starting, draining, unhealthy, elsewhere, troubles} = observed
  const others = Object.entries({starting, draining, unhealthy, 'in another state': elsewhere})
    .flatMap(([state, count]) => (count === 0 ? [] : [`${count} ${state}`]))
    .join(', ')
  const failures = troubles.length === 0 ? '' : `; Auto Scaling says ${troublesInWords(troubles)}`
  return `${observed.group} has ${observed.inService} healthy media nodes in service${others === '' ? '' : ` (${others})`}; expected ${expected.inService}${failures}`
}

export default defineCheck({
  id: 'media-nodes-in-service',
  area: 'media',
  title: 'As many media nodes are in service as are wanted',
  severity: 'high',
  sources: ['deployed'],
  requirements: [],
  why: 'Rooms are held by the media nodes in service only. A group that fails to start nodes goes on trying in silence, and calls degrade on those that are left.',
  how: {
    deployed:
      'Nodes that Auto Scaling has as InService and Healthy must be as many as the desired capacity. A node that starts is not in service yet; one that drains is normal. Launches that failed since the last that succeeded, and nodes that health checks take away one after another, are named with their cause.',
  },
  needs: ['parts'],
  uses: ['mediaFleet', 'scalingActivities'],
  phrases: {
    gone: ({observed, expected}: {observed: {why: string}; expected: {group: string}}) =>
      `${observed.why}, so that there are no media nodes; expected ${expected.group}`,
    deleting: ({observed, expected}: {observed: {group: string; status: string}; expected: {status: string}}) =>
      `${observed.group} is ${observed.status}, and its media nodes go with it; expected it to be ${expected.status}`,
    none: counted,
    short: counted,
    surplus: counted,
    failing: counted,
  },
  remedy: {
    text: 'Mend what the activities of the group name; it then starts the missing nodes by itself. A node that does start but is taken away again has its installation log to tell why.',
    commands: [
      'aws autoscaling describe-scaling-activities --auto-scaling-group-name MEDIA_GROUP --query "Activities[].[StartTime,StatusCode,StatusMessage,Cause]"',
    ],
    url: launchFailuresPage,
  },
  remedies: {
    gone: {
      text: 'CloudFormation does not make a group anew that was deleted by hand: put it back with the same name, launch template, subnets and target groups, or deploy the stack anew.',
      url: installationGuide,
    },
  },
  judge({parts, mediaFleet, scalingActivities}, {now, fail, see, look}) {
    const type = 'AWS::AutoScaling::AutoScalingGroup'
    const subject = {type, id: null, logicalId: null, location: null, ...parts.mediaGroup}
    if (parts.mediaGroup === null) {
      see(unknown('unresolved', 'the template of the stack has no group of media nodes'), subject)
      return
    }
    if (mediaFleet.state === 'absent') {
      fail('gone', subject, {observed: {why: mediaFleet.why}, expected: {group: subjectName(subject)}})
      return
    }
    const fleet = look('mediaFleet', mediaFleet)
    const activities = look('scalingActivities', scalingActivities)
    if (fleet === undefined) return
    const group = subjectName(fleet.subject)
    if (fleet.deleting) {
      const observed = {group, status: 'being deleted'}
      fail('deleting', fleet.subject, {observed, expected: {status: 'there'}}, {severity: 'critical'})
    }
    const counts = nodesByState(fleet)
    const {inService, starting} = counts
    const {recent, lasting} = activities === undefined ? {recent: [], lasting: []} : scalingTroubles(activities, now)
    const short = inService < fleet.desired
    const observed = {group, ...counts, troubles: short ? recent : lasting}
    const evidence = {observed, expected: {inService: Math.max(fleet.desired, minimumMediaNodes)}}
    if (inService === 0) fail('none', fleet.subject, evidence, {severity: 'critical'})
    else if (short) {
      // What is only on its way, and was never refused, is likely to arrive.
      const onItsWay = inService + starting >= fleet.desired && recent.length === 0
      fail('short', fleet.subject, evidence, {severity: onItsWay ? 'medium' : 'high'})
    } else if (inService > fleet.desired) fail('surplus', fleet.subject, evidence, {severity: 'medium'})
    else if (lasting.length > 0) fail('failing', fleet.subject, evidence, {severity: 'medium'})
  },
})
