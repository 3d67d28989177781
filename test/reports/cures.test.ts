import {describe, expect, it} from 'vitest'
import {cureOf} from '../../reports/story/gaps.ts'
import {classify} from '../../src/aws/errors.ts'

const refused = (reason: string) =>
  classify(
    Object.assign(new Error(`User x is not authorized to perform: ec2:DescribeSubnets ${reason}`), {
      name: 'UnauthorizedOperation',
    }),
  )

describe('the cure of a denial', () => {
  it.each([
    [
      'because no identity-based policy allows the action',
      'Allow ec2:DescribeSubnets to the identity that runs openvidu-doctor.',
    ],
    [
      'with an explicit deny in a service control policy',
      'Ask whoever keeps that policy to let openvidu-doctor have ec2:DescribeSubnets.',
    ],
    [
      'because no permissions boundary allows the action',
      'Ask whoever keeps that policy to let openvidu-doctor have ec2:DescribeSubnets.',
    ],
    [
      'with an explicit deny in an identity-based policy',
      'Ask whoever keeps that policy to let openvidu-doctor have ec2:DescribeSubnets.',
    ],
  ])('is for whoever can give it: %s', (reason, cure) => {
    const {detail, action = ''} = refused(reason)
    expect(cureOf({cause: 'denied', detail}, [action])).toBe(cure)
  })
})
