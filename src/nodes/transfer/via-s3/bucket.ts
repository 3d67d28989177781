import {Readable} from 'node:stream'
import {MalformedAnswer} from '../../../aws/errors.ts'
import type {AwsSession} from '../../../aws/session.ts'
import {presigned} from './presigned.ts'

/** Needed by whoever runs the transfer; the nodes need none. */
export const viaS3Actions = ['s3:DeleteObject', 's3:GetObject', 's3:PutObject'] as const

/** A node uploads right after it is asked: what lies in its script copies later opens nothing. */
const uploadSeconds = 15 * 60

/** A bucket of the user's own, as a place that nodes upload to. What a call throws is for `classify`. */
export interface Bucket {
  /** A secret: never in a log, an error or an argument of a process. */
  readonly uploadUrl: (key: string) => Promise<string>
  readonly read: (key: string, signal: AbortSignal) => Promise<Readable>
  readonly remove: (key: string, signal: AbortSignal) => Promise<void>
}

export async function s3Bucket(session: AwsSession, name: string): Promise<Bucket> {
  const {DeleteObjectCommand, GetObjectCommand, PutObjectCommand, S3Client} = await import('@aws-sdk/client-s3')
  const client = session.client(S3Client)
  return {
    uploadUrl: async key => {
      const command = new PutObjectCommand({Bucket: name, Key: key})
      // The client knows under which address a bucket is reached; what it would send is looked at, and not sent.
      let url: URL | undefined
      const stop = new Error('looked at')
      command.middlewareStack.add(
        () =>
          ({request}) => {
            url = addressOf(request)
            throw stop
          },
        {step: 'finalizeRequest', priority: 'high', name: 'lookAtAddress'},
      )
      try {
        await client.send(command, session.options)
      } catch (error) {
        if (error !== stop) throw error
      }
      if (url === undefined) throw new MalformedAnswer('address of the bucket')
      const keys = await client.config.credentials()
      return presigned({method: 'PUT', url, region: session.region, keys, at: new Date(), seconds: uploadSeconds})
    },
    read: async (key, abortSignal) => {
      const {Body} = await client.send(new GetObjectCommand({Bucket: name, Key: key}), {abortSignal})
      if (!(Body instanceof Readable)) throw new MalformedAnswer('content')
      return Body
    },
    remove: async (key, abortSignal) => {
      await client.send(new DeleteObjectCommand({Bucket: name, Key: key}), {abortSignal})
    },
  }
}

function addressOf(request: unknown): URL | undefined {
  if (typeof request !== 'object' || request === null) return
  const {protocol, hostname, port, path, query} = {
    protocol: '',
    hostname: '',
    port: '',
    path: '',
    query: {},
    ...request,
  }
  const url = new URL(`${protocol}//${hostname}${port ? `:${port}` : ''}${path}`)
  for (const [name, value] of Object.entries(query)) url.searchParams.append(name, String(value))
  return url
}
