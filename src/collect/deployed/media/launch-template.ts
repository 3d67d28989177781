import type {AutoScalingGroup, LaunchTemplateSpecification} from '@aws-sdk/client-auto-scaling'
import {
  EC2Client,
  type LaunchTemplateVersion,
  paginateDescribeLaunchTemplateVersions,
  type ResponseLaunchTemplateData,
} from '@aws-sdk/client-ec2'
import {classify, required} from '../../../aws/errors.ts'
import type {AwsSession} from '../../../aws/session.ts'
import {absent, known, type Seen, unknown} from '../../../model/fact.ts'
import type {FactMap} from '../../../model/facts.ts'
import {ask} from '../../ask.ts'
import {type Gathered, observe} from '../../collector.ts'
import {imageArchitecture, imagesAction} from '../../image-architecture.ts'
import {liveSubject} from '../live.ts'

export const launchTemplateActions = ['ec2:DescribeLaunchTemplateVersions', imagesAction] as const

export interface GroupTemplate {
  readonly template: Gathered<FactMap['mediaTemplate']>
  /** Of the version that the group uses. */
  readonly data: ResponseLaunchTemplateData | null
  /** Architecture of its image, null where there is no such image. */
  readonly architecture: Seen<string | null>
}

/** The launch template of a group, in the version that the group comes to. */
export async function launchTemplateOf(
  session: AwsSession,
  group: AutoScalingGroup,
  resources: FactMap['resources'],
): Promise<GroupTemplate> {
  const mixed = group.MixedInstancesPolicy?.LaunchTemplate
  const none = unknown('unresolved', 'the group starts its nodes from no launch template')
  if (mixed?.Overrides?.some(({LaunchTemplateSpecification: own}) => own !== undefined)) {
    const gap = unknown('unresolved', 'the group mixes launch templates, which are not judged')
    return {template: gap, data: null, architecture: gap}
  }
  const specification = group.LaunchTemplate ?? mixed?.LaunchTemplateSpecification
  if (specification === undefined) return {template: absent(none.detail), data: null, architecture: none}
  const found = await observe('ec2:DescribeLaunchTemplateVersions', () => versionsOf(session, specification))
  if (found.state !== 'seen') {
    return {template: found, data: null, architecture: found.state === 'unknown' ? found : none}
  }
  const {id, asked, version, newest, data} = found.value
  const imageId = data?.ImageId?.startsWith('ami-') ? data.ImageId : null
  const architecture = imageId === null ? none : await ask(imagesAction, () => imageArchitecture(session, imageId))
  return {
    template: {
      ...found,
      value: {
        subject: liveSubject(resources, 'AWS::EC2::LaunchTemplate', id),
        id,
        asked,
        version,
        newest,
        image:
          imageId === null
            ? null
            : {
                id: imageId,
                exists: architecture.state === 'known' ? known(architecture.value !== null) : architecture,
              },
      },
    },
    data,
    architecture:
      imageId === null ? unknown('unresolved', 'the launch template names no image by its id') : architecture,
  }
}

interface Versions {
  readonly id: string
  readonly asked: string
  readonly version: string | null
  readonly newest: string | null
  readonly data: ResponseLaunchTemplateData | null
}

async function versionsOf(session: AwsSession, specification: LaunchTemplateSpecification): Promise<Versions> {
  const id = required(specification.LaunchTemplateId, 'launch template of the group')
  // Auto Scaling takes the default version where none is named.
  const asked = specification.Version ?? '$Default'
  const [edges, named] = await Promise.all([
    versions(session, id, ['$Latest', '$Default']),
    asked.startsWith('$') ? [] : versions(session, id, [asked]),
  ])
  const newest = edges.toSorted((a, b) => (b.VersionNumber ?? 0) - (a.VersionNumber ?? 0))[0] ?? null
  const standard = edges.find(({DefaultVersion}) => DefaultVersion === true) ?? null
  const used = asked === '$Latest' ? newest : asked === '$Default' ? standard : (named[0] ?? null)
  return {id, asked, version: numberOf(used), newest: numberOf(newest), data: used?.LaunchTemplateData ?? null}
}

/** None where AWS has no such template, or no such version of it: it says so, and never answers with an empty list. */
async function versions(session: AwsSession, id: string, wanted: string[]): Promise<readonly LaunchTemplateVersion[]> {
  const found: LaunchTemplateVersion[] = []
  try {
    const pages = paginateDescribeLaunchTemplateVersions(
      {client: session.client(EC2Client)},
      {LaunchTemplateId: id, Versions: wanted},
      session.options,
    )
    for await (const page of pages)
      found.push(...required(page.LaunchTemplateVersions, 'versions of a launch template'))
  } catch (error) {
    if (classify(error).kind === 'not-found') return []
    throw error
  }
  required(found[0], 'version of a launch template')
  return found
}

function numberOf(version: LaunchTemplateVersion | null): string | null {
  return version === null ? null : String(required(version.VersionNumber, 'number of a version'))
}
