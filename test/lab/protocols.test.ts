import fc from 'fast-check'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {sendAny} from './any-client.ts'
import {type Lab, labAccount, startLab} from './index.ts'
import {AwsError} from './protocol/aws-error.ts'
import {type Catalogue, catalogueOf, type Operation} from './protocol/catalogue.ts'
import type {Handler} from './protocol/handlers.ts'
import {type ServiceName, serviceNames} from './protocol/services.ts'
import type {Plain} from './protocol/wire.ts'
import {comparable, structOf} from './schema-arbitrary.ts'

/** One answer for whatever is asked, and what was asked: the handler of every operation of every service. */
const told: {input: Plain; output: Plain; error: AwsError | null} = {input: {}, output: {}, error: null}
const tell: Handler = input => {
  told.input = input
  if (told.error !== null) throw told.error
  return told.output
}

let lab: Lab
const catalogues = new Map<ServiceName, Catalogue>()

beforeAll(async () => {
  const names: string[] = []
  for (const service of serviceNames) {
    const catalogue = await catalogueOf(service)
    catalogues.set(service, catalogue)
    names.push(...[...catalogue.operations.keys()].map(operation => `${service}.${operation}`))
  }
  const handlers = new Map(names.map(name => [name, tell]))
  lab = await startLab({account: labAccount({deployed: false}), handlers})
})
afterAll(() => lab.close())

/** S3's client rewrites some of what it is given; of S3 the operations that only look at a bucket are tried. */
const ofS3 =
  /^(GetBucket|GetPublicAccessBlock|HeadBucket|ListBuckets|ListObjectsV2|PutBucketTagging|PutPublicAccessBlock)/

function operationsOf(service: ServiceName): readonly Operation[] {
  const all = [...(catalogues.get(service)?.operations.values() ?? [])]
  return all.filter(({name, input, output}) => {
    if (service === 's3') return ofS3.test(name)
    // Event streams, host names of their own, a second kind of signature, a copy through a signed address.
    const streams = [input, output].some(shape => shape.isStructSchema() && shape.getEventStreamMember() !== '')
    return !streams && !/^(PutEvents|CopySnapshot|StartLiveTail|GetLogObject)$/.test(name)
  })
}

const runs = 40

describe.each(serviceNames)('%s', service => {
  it('carries inputs and outputs both ways', async () => {
    const exchange = fc
      .constantFrom(...operationsOf(service))
      .chain(operation => fc.tuple(fc.constant(operation), structOf(operation.input), structOf(operation.output)))
    await fc.assert(
      fc.asyncProperty(exchange, async ([{name}, input, output]) => {
        Object.assign(told, {output, error: null})
        const answer = await sendAny(lab, `${service}.${name}`, input)
        expect(comparable(told.input), `input of ${name}`).toEqual(comparable(input))
        expect(comparable(answer), `output of ${name}`).toEqual(comparable(output))
      }),
      {numRuns: runs},
    )
  })

  it('carries every modelled error under its own name', async () => {
    const [operation] = operationsOf(service)
    if (operation === undefined) throw new Error('no operation')
    const everyError = async (input: Plain): Promise<void> => {
      for (const code of catalogues.get(service)?.errors.keys() ?? []) {
        const message = `<${code}> & "more"`
        Object.assign(told, {output: {}, error: new AwsError(code, message)})
        const error: unknown = await sendAny(lab, `${service}.${operation.name}`, input).catch(caught => caught)
        expect(error instanceof Error && {code: error.name, message: error.message}).toEqual({code, message})
      }
    }
    await fc.assert(fc.asyncProperty(structOf(operation.input), everyError), {numRuns: 1})
  })
})
