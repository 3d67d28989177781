import type {FactMap} from '../../../src/model/facts.ts'

/** The instances of the healthy stack. */
export const masterIds = [1, 2, 3, 4].map(slot => `i-0aaaaaaaaaaaaaaa${slot}`)
export const mediaIds = [1, 2].map(number => `i-0bbbbbbbbbbbbbbb${number}`)
export const masterAddress = (slot: number) => `10.0.${slot}.10`

export const groupName = 'openvidu-ha-media-asg-eu-west-1-video'
export const stackId = 'arn:aws:cloudformation:eu-west-1:123456789012:stack/video/11111111-2222-3333-4444-555555555555'
export const stackSubject = {type: 'Stack', id: 'video', logicalId: null, location: null}
export const balancerArn = 'arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/net/video/0123456789abcdef'
export const mediaTargetGroupArn =
  'arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/media-rtmp/0123456789abcdef'

export function targetGroupArn({name, members}: FactMap['targetGroups'][number]): string {
  const media = members.state === 'known' && members.value === 'media'
  return media
    ? mediaTargetGroupArn
    : `arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/${name}/0123456789abcdef`
}
