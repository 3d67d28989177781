/** How a service's messages look on the wire. */
export type Protocol = 'awsQuery' | 'ec2Query' | 'awsJson' | 'restJson' | 'restXml'

export interface Service {
  /** Its name in a signature, which is also the prefix of its IAM actions and our key for it. */
  readonly name: string
  readonly protocol: Protocol
  /** XML namespace of its answers; empty where they are JSON. */
  readonly namespace: string
  /** Loads the client package, whose exports hold the schemas. Late, because some are large. */
  readonly load: () => Promise<object>
}

const rows = {
  acm: {protocol: 'awsJson', namespace: '', load: () => import('@aws-sdk/client-acm')},
  autoscaling: {
    protocol: 'awsQuery',
    namespace: 'http://autoscaling.amazonaws.com/doc/2011-01-01/',
    load: () => import('@aws-sdk/client-auto-scaling'),
  },
  backup: {protocol: 'restJson', namespace: '', load: () => import('@aws-sdk/client-backup')},
  cloudformation: {
    protocol: 'awsQuery',
    namespace: 'http://cloudformation.amazonaws.com/doc/2010-05-15/',
    load: () => import('@aws-sdk/client-cloudformation'),
  },
  dlm: {protocol: 'restJson', namespace: '', load: () => import('@aws-sdk/client-dlm')},
  ec2: {
    protocol: 'ec2Query',
    namespace: 'http://ec2.amazonaws.com/doc/2016-11-15/',
    load: () => import('@aws-sdk/client-ec2'),
  },
  elasticloadbalancing: {
    protocol: 'awsQuery',
    namespace: 'http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/',
    load: () => import('@aws-sdk/client-elastic-load-balancing-v2'),
  },
  events: {protocol: 'awsJson', namespace: '', load: () => import('@aws-sdk/client-eventbridge')},
  iam: {
    protocol: 'awsQuery',
    namespace: 'https://iam.amazonaws.com/doc/2010-05-08/',
    load: () => import('@aws-sdk/client-iam'),
  },
  logs: {protocol: 'awsJson', namespace: '', load: () => import('@aws-sdk/client-cloudwatch-logs')},
  s3: {
    protocol: 'restXml',
    namespace: 'http://s3.amazonaws.com/doc/2006-03-01/',
    load: () => import('@aws-sdk/client-s3'),
  },
  secretsmanager: {protocol: 'awsJson', namespace: '', load: () => import('@aws-sdk/client-secrets-manager')},
  servicequotas: {protocol: 'awsJson', namespace: '', load: () => import('@aws-sdk/client-service-quotas')},
  ssm: {protocol: 'awsJson', namespace: '', load: () => import('@aws-sdk/client-ssm')},
  sts: {
    protocol: 'awsQuery',
    namespace: 'https://sts.amazonaws.com/doc/2011-06-15/',
    load: () => import('@aws-sdk/client-sts'),
  },
} as const satisfies Readonly<Record<string, Omit<Service, 'name'>>>

export type ServiceName = keyof typeof rows

export const serviceNames = Object.keys(rows) as readonly ServiceName[]

export function isServiceName(name: string): name is ServiceName {
  return Object.hasOwn(rows, name)
}

export function serviceOf(name: ServiceName): Service {
  return {name, ...rows[name]}
}
