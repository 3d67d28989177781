import {defineCheck} from '../../src/model/check.ts'
import {subjectName} from '../../src/model/subject.ts'
import {scalingLimits} from '../../src/openvidu/pages.ts'

interface Evidence {
  readonly observed: {group: string; desired: number; max: number}
  readonly expected: {fewerThan: number}
}

export default defineCheck({
  id: 'media-capacity',
  area: 'media',
  title: 'The group of media nodes has room to grow',
  severity: 'medium',
  sources: ['deployed'],
  requirements: ['R12'],
  why: 'At its maximum the group starts no node whatever the load: calls degrade just when scaling is asked for.',
  how: {
    deployed:
      'The desired capacity of the group must be below its maximum. Where minimum and maximum are the same, the group is not meant to scale, which weighs less.',
  },
  needs: ['mediaFleet', 'mediaGroup'],
  phrases: {
    atMaximum: ({observed, expected}: Evidence) =>
      `${observed.group} wants ${observed.desired} media nodes and may have ${observed.max}; expected fewer than ${expected.fewerThan}, so that it can grow`,
    fixed: ({observed, expected}: Evidence) =>
      `${observed.group} always has ${observed.desired} media nodes, since its minimum is its maximum of ${observed.max}; expected fewer than ${expected.fewerThan}, so that it can grow`,
  },
  remedy: {
    text: 'Raise the maximum, within the vCPU quota and the free addresses of the subnets, and keep the parameter MaxNumberOfMediaNodes the same for the next update of the stack.',
    commands: ['aws autoscaling update-auto-scaling-group --auto-scaling-group-name MEDIA_GROUP --max-size MAXIMUM'],
    url: scalingLimits,
  },
  judge({mediaFleet: {subject, desired, max}, mediaGroup: {min}}, {fail, see}) {
    if (desired < max) return
    const least = see(min.value, min.subject)
    const evidence = {observed: {group: subjectName(subject), desired, max}, expected: {fewerThan: max}}
    if (least === max) fail('fixed', subject, evidence, {severity: 'low'})
    else fail('atMaximum', subject, evidence)
  },
})
