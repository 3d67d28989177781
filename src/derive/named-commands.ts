/** What may stand for each placeholder: what comes from AWS is held against its form, since people paste commands into a shell. */
const forms = {
  ACL_ID: /^acl-[0-9a-f]{8,17}$/,
  GROUP: /^[A-Za-z0-9][-A-Za-z0-9_.]{0,254}$/,
  GROUP_ID: /^sg-[0-9a-f]{8,17}$/,
  INSTANCE_ID: /^i-[0-9a-f]{8,17}$/,
  LISTENER_ARN: balancingArn('listener'),
  LOAD_BALANCER_ARN: balancingArn('loadbalancer'),
  MEDIA_GROUP: /^[A-Za-z0-9][-A-Za-z0-9_.]{0,254}$/,
  NODE: /^(master|media)(-\d{1,4})?$/,
  POLICY_ID: /^policy-[0-9a-f]{8,17}$/,
  REGION: /^[a-z]{2,4}(-[a-z]+)+-\d{1,2}$/,
  STACK: /^[A-Za-z][-A-Za-z0-9]{0,127}$/,
  SUBNET_ID: /^subnet-[0-9a-f]{8,17}$/,
  TARGET_GROUP_ARN: balancingArn('targetgroup'),
  VOLUME_ID: /^vol-[0-9a-f]{8,17}$/,
  VPC_ID: /^vpc-[0-9a-f]{8,17}$/,
} as const satisfies Readonly<Record<string, RegExp>>

export type Placeholder = keyof typeof forms

export type CommandNames = {readonly [P in Placeholder]?: string | null}

/** Each of its own, not as the end of another: `PUBLIC_SUBNET_ID` is left to its reader. */
const placeholders = new RegExp(`(?<![A-Z_])(${Object.keys(forms).join('|')})(?![A-Z_])`, 'g')

/** The command with what is known in the place of its placeholders. Those that nothing safe is known for stay. */
export function withNames(command: string, names: CommandNames): string {
  return command.replace(placeholders, placeholder => {
    const name = placeholder as Placeholder
    const value = names[name] ?? null
    return value !== null && forms[name].test(value) ? value : placeholder
  })
}

function balancingArn(kind: string): RegExp {
  return new RegExp(`^arn:aws[a-z-]{0,20}:elasticloadbalancing:[a-z0-9-]{1,30}:\\d{12}:${kind}/[A-Za-z0-9/_-]{1,200}$`)
}
