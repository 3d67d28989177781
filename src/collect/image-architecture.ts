import {EC2Client, paginateDescribeImages} from '@aws-sdk/client-ec2'
import {askedOnce} from '../aws/asked-once.ts'
import {required} from '../aws/errors.ts'

export const imagesAction = 'ec2:DescribeImages'

/** The architecture of an image by its id, such as `x86_64`; null where there is no such image. */
export const imageArchitecture = askedOnce(async (session, id): Promise<string | null> => {
  const pages = paginateDescribeImages(
    {client: session.client(EC2Client)},
    // A filter, since an id that does not exist fails the call. Deprecated images still start nodes, but a filter leaves those of
    // others out unless they are asked for.
    {Filters: [{Name: 'image-id', Values: [id]}], IncludeDeprecated: true},
    session.options,
  )
  for await (const {Images} of pages) {
    const [image] = required(Images, 'list of images')
    if (image !== undefined) return required(image.Architecture, 'architecture')
  }
  return null
})
