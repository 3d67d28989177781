/** The IAM actions that running scripts on nodes takes. The first is root on whatever node it is allowed for. */
export const runCommandActions = [
  'ssm:SendCommand',
  'ssm:ListCommandInvocations',
  'ssm:GetCommandInvocation',
  'ssm:CancelCommand',
] as const
