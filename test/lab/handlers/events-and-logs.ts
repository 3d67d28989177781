import type {LabEventRule} from '../account/deployment.ts'
import {AwsError} from '../protocol/aws-error.ts'
import type {Answers, LabCall} from './answers.ts'
import {streamPage} from './command-logs.ts'

export const events: Answers<typeof import('@aws-sdk/client-eventbridge')> = {
  DescribeRule: ({Name}, call) => ruleOf(call, Name).rule,
  ListTargetsByRule: ({Rule}, call) => ({Targets: ruleOf(call, Rule).targets}),
}

function ruleOf({account}: LabCall, name: string | undefined): LabEventRule {
  const found = account.eventRules.find(({rule}) => rule.Name === name)
  if (found === undefined) {
    throw new AwsError('ResourceNotFoundException', `Rule ${name} does not exist on EventBus default.`)
  }
  return found
}

export const logs: Answers<typeof import('@aws-sdk/client-cloudwatch-logs')> = {
  DescribeLogGroups: ({logGroupNamePrefix = ''}, {account}) => ({
    logGroups: account.logGroups
      .map(({group}) => group)
      .filter(({logGroupName}) => logGroupName?.startsWith(logGroupNamePrefix)),
  }),

  GetLogEvents: streamPage,

  FilterLogEvents: (input, {account}) => {
    const {logGroupName, logGroupIdentifier, logStreamNames, logStreamNamePrefix, filterPattern} = input
    const asked = logGroupName ?? logGroupIdentifier
    const found = account.logGroups.find(({group}) => group.logGroupName === asked || group.logGroupArn === asked)
    if (found === undefined) {
      throw new AwsError('ResourceNotFoundException', 'The specified log group does not exist.')
    }
    const {startTime = 0, endTime = Number.POSITIVE_INFINITY} = input
    // Of the pattern language only words, all of which have to occur.
    const words = (filterPattern ?? '').split(/\s+/).map(word => word.replace(/^"(.*)"$/, '$1'))
    return {
      events: found.events
        .filter(({timestamp = 0}) => timestamp >= startTime && timestamp < endTime)
        .filter(({logStreamName = ''}) => logStreamNames === undefined || logStreamNames.includes(logStreamName))
        .filter(({logStreamName = ''}) => logStreamName.startsWith(logStreamNamePrefix ?? ''))
        .filter(({message = ''}) => words.every(word => message.includes(word))),
      searchedLogStreams: [],
    }
  },
}
