import {GetParametersCommand, SSMClient} from '@aws-sdk/client-ssm'
import {required} from '../../aws/errors.ts'
import type {AwsSession} from '../../aws/session.ts'
import {defineCollector, gapOf, observe} from '../collector.ts'
import {imageArchitecture, imagesAction} from '../image-architecture.ts'

/**
 * As CloudFormation has it, and as EC2 has it in a launch template. A version or a label, where one is pinned, is part of the name
 * that is asked for; by an ARN nothing is: it may be of another account.
 */
const byParameter =
  /^(?:\{\{resolve:ssm:(?<asked>[^:}]+(?::\d+)?)\}\}|resolve:ssm:(?<alias>(?!arn:)[^:]+(?::[\w.-]+)?))$/

function parameterIn(reference: string): string | undefined {
  const {asked, alias} = byParameter.exec(reference)?.groups ?? {}
  return asked ?? alias
}

/** What the image references of the plan come to: public SSM parameters, then the AMIs themselves. */
export const images = defineCollector({
  id: 'images',
  title: 'Images',
  tier: 'plan',
  provides: ['images'],
  follows: ['masters'],
  iam: ['ssm:GetParameters', imagesAction],
  async collect({session, known: {masters}, facts: {mediaGroup}}) {
    if (mediaGroup?.state === 'unknown') return {images: mediaGroup}
    const nodes = mediaGroup?.state === 'known' ? [...masters, mediaGroup.value] : masters
    const settings = nodes.map(({image}) => image.reference)
    const all = new Set(settings.flatMap(setting => (setting.state === 'known' ? [setting.value] : [])))
    // What is named in a way that is not known here is not looked up, and so not called missing.
    const references = [...all].filter(name => name.startsWith('ami-') || parameterIn(name) !== undefined)
    let resolved: ReadonlyMap<string, string>
    try {
      resolved = await resolve(session, references)
    } catch (error) {
      return {images: gapOf(error, 'ssm:GetParameters')}
    }
    return {
      images: await observe(imagesAction, async () => {
        const looked = references.map(async reference => {
          const id = resolved.get(reference)
          const architecture = id === undefined ? null : await imageArchitecture(session, id)
          return {reference, imageId: architecture === null ? null : (id ?? null), architecture}
        })
        return Promise.all(looked)
      }),
    }
  },
})

/** The AMI id of each reference that has one. */
async function resolve(session: AwsSession, references: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const names = references.flatMap(reference => parameterIn(reference) ?? [])
  const values = new Map<string, string>()
  // AWS takes ten names a call; a plan has three different ones at most.
  for (let from = 0; from < names.length; from += 10) {
    const command = new GetParametersCommand({Names: names.slice(from, from + 10)})
    const {Parameters} = await session.client(SSMClient).send(command, session.options)
    for (const {Name, Selector = '', Value} of required(Parameters, 'list of parameters')) {
      values.set(`${required(Name, 'parameter name')}${Selector}`, required(Value, 'parameter value'))
    }
  }
  return new Map(
    references.flatMap(reference => {
      const name = parameterIn(reference)
      const id = name === undefined ? reference : values.get(name)
      return id?.startsWith('ami-') ? [[reference, id] as const] : []
    }),
  )
}
