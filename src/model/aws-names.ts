/** ARN of a CloudFormation stack: partition, region, account, name, and an id of this stack alone. */
export const stackArnPattern =
  /^arn:(aws[a-z-]*):cloudformation:([a-z0-9-]+):(\d{12}):stack\/([A-Za-z][A-Za-z0-9-]*)\/([0-9a-f-]+)$/

export const stackNamePattern = /^[A-Za-z][A-Za-z0-9-]{0,127}$/

export const regionPattern = /^[a-z]{2,4}(-[a-z]+)+-\d{1,2}$/
