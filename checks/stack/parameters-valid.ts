import {defineCheck} from '../../src/model/check.ts'
import {cloudFormationParameters, installationGuide} from '../../src/openvidu/pages.ts'

export default defineCheck({
  id: 'parameters-valid',
  area: 'stack',
  title: 'Every parameter is declared, given and within its constraints',
  severity: 'critical',
  sources: ['plan'],
  requirements: ['R1', 'R4', 'R9', 'R13', 'R18'],
  why: 'CloudFormation refuses the stack for the first wrong parameter it meets, and tells only that one.',
  how: {
    plan: 'Each value is held against its declaration: type, allowed values, pattern over the whole value, lengths and bounds; lists item by item. Values of secret parameters are tried but never shown. A pattern that only Java understands, or that takes too long, leaves its parameter unjudged.',
  },
  needs: ['parameters'],
  phrases: {
    refused: ({observed, expected}: {observed: {parameter: string; values: string[]}; expected: {rules: string[]}}) =>
      `${observed.parameter} has ${observed.values.join(' and ')}, but must be ${expected.rules.join(' and ')}`,
    missing: ({observed, expected}: {observed: {parameter: string}; expected: {value: string}}) =>
      `${observed.parameter} has no value; it needs ${expected.value}`,
    undeclared: ({observed, expected}: {observed: {parameter: string}; expected: {name: string}}) =>
      `${observed.parameter} is given but not declared by the template; expected ${expected.name}`,
  },
  remedy: {
    text: 'Correct the value in the parameter file or on the command line.',
    url: cloudFormationParameters,
  },
  remedies: {
    undeclared: {
      text: 'Correct the name, or remove the parameter: other template generations have other parameters.',
      url: installationGuide,
    },
  },
  judge({parameters}, {fail, see}) {
    for (const {subject, name, violations, unchecked} of parameters) {
      const [first] = violations
      if (first?.rule === 'undeclared') {
        fail('undeclared', subject, {observed: {parameter: name}, expected: {name: first.expected}})
      } else if (first?.rule === 'required') {
        fail('missing', subject, {observed: {parameter: name}, expected: {value: first.expected}})
      } else if (first !== undefined) {
        fail('refused', subject, {
          observed: {parameter: name, values: [...new Set(violations.map(({observed}) => observed))]},
          expected: {rules: violations.map(({expected}) => expected)},
        })
      } else if (unchecked !== null) {
        see({state: 'unknown', cause: 'unresolved', detail: `${name}: ${unchecked}`}, subject)
      }
    }
  },
})
