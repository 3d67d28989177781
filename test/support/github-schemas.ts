import {registerHooks} from 'node:module'

/*
 * The schemas of workflows and actions as GitHub's own parser has them. It imports them as bundlers take JSON, and Node.js
 * wants to be told that it is JSON.
 */
const hooks = registerHooks({
  load: (url, context, next) =>
    next(
      url,
      url.endsWith('.json') ? {...context, importAttributes: {...context.importAttributes, type: 'json'}} : context,
    ),
})
const {NoOperationTraceWriter, parseWorkflow} = await import('@actions/workflow-parser')
const {parseAction} = await import('@actions/workflow-parser/actions/action-parser')
hooks.deregister()

/** What GitHub would say against a file of this name and text. */
export function complaintsOf(kind: 'action' | 'workflow', name: string, content: string): readonly string[] {
  const parse = kind === 'action' ? parseAction : parseWorkflow
  const {context} = parse({name, content}, new NoOperationTraceWriter())
  return context.errors.getErrors().map(({message}) => message)
}
