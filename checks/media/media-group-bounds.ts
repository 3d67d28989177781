import {defineCheck} from '../../src/model/check.ts'
import {minimumMediaNodes} from '../../src/openvidu/limits.ts'
import {installationGuide} from '../../src/openvidu/pages.ts'

export default defineCheck({
  id: 'media-group-bounds',
  area: 'media',
  title: 'Minimum, initial and maximum number of media nodes are in order',
  severity: 'high',
  sources: ['plan', 'deployed'],
  requirements: ['R11'],
  why: 'Auto Scaling refuses numbers out of order, and it does so after all masters are up. A minimum of none lets the group shrink until no room can be held.',
  how: {
    plan: 'The three numbers of the group are resolved from the parameters: whole, at least one, minimum not above the initial number and that not above the maximum. A single media node is allowed, though its rooms have nowhere to go when it fails.',
    deployed:
      "The bounds and the desired capacity of the group are read as they are now, whoever set them: a number that is not that of the parameter is the group's own.",
  },
  needs: ['mediaGroup'],
  phrases: {
    outOfOrder: ({
      observed,
      expected,
    }: {
      observed: {min: number; desired: number; max: number}
      expected: {order: string}
    }) =>
      `media nodes have minimum ${observed.min}, initial number ${observed.desired} and maximum ${observed.max}; they must be ${expected.order}`,
    mayVanish: ({observed, expected}: {observed: {min: number}; expected: {min: number}}) =>
      `the minimum number of media nodes is ${observed.min}; it must be at least ${expected.min}, and two survive the loss of one`,
  },
  remedy: {
    text: 'Set MinNumberOfMediaNodes, InitialNumberOfMediaNodes and MaxNumberOfMediaNodes to whole numbers in this order; with a minimum of two, one media node may fail.',
    url: installationGuide,
  },
  remedies: {
    mayVanish: {
      text: 'Set MinNumberOfMediaNodes to two or more, of a running deployment the minimum of the group itself; leave its other numbers as they are, since less of them ends nodes with their rooms.',
      // Where the group is smaller than that, Auto Scaling starts what is missing.
      commands: ['aws autoscaling update-auto-scaling-group --auto-scaling-group-name MEDIA_GROUP --min-size 2'],
      url: installationGuide,
    },
  },
  judge({mediaGroup}, {fail, see}) {
    const bounds = [mediaGroup.min, mediaGroup.desired, mediaGroup.max] as const
    const [min, desired, max] = bounds.map(({subject, value}) => see(value, subject))
    if (min !== undefined && desired !== undefined && max !== undefined) {
      const fractional = bounds[[min, desired, max].findIndex(number => !Number.isInteger(number) || number < 0)]
      const culprit =
        fractional ?? (max < min ? mediaGroup.max : desired < min || desired > max ? mediaGroup.desired : null)
      if (culprit !== null) {
        const expected = {order: 'whole numbers in rising order'}
        // The group can't be made or changed like this, which fails the stack.
        fail('outOfOrder', culprit.subject, {observed: {min, desired, max}, expected}, {severity: 'critical'})
        return
      }
    }
    if (min === undefined || min >= minimumMediaNodes) return
    fail('mayVanish', mediaGroup.min.subject, {observed: {min}, expected: {min: minimumMediaNodes}})
  },
})
