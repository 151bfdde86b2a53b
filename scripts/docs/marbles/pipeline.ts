import ts from 'typescript';
import type { Places } from './recording.ts';
import { callAt, type Declared, declarationOf } from './source.ts';

/** What a test expects of: operators in a row, as code, and the names of the streams that they work on. */
export interface Pipeline {
  readonly operators: readonly string[];
  readonly streams: readonly string[];
}

type Arguments = ReadonlyMap<ts.ParameterDeclaration, ts.Expression | undefined>;

/** Reads it from the test: what stands in `expectObservable(…)`, looked up until it is written with the operators' names. */
export function pipelineAt(places: Places): Pipeline {
  const [place] = places;
  const expected = place && callAt(place)?.arguments[0];
  if (expected === undefined) return { operators: [], streams: [] };
  return pipelineOf(expected, argumentsOf(places));
}

/** The name of the variable that holds what was made at a place. */
export function variableAt(places: Places): string | undefined {
  const [place] = places;
  const call = place && callAt(place);
  return call && ts.isVariableDeclaration(call.parent) && ts.isIdentifier(call.parent.name)
    ? call.parent.name.text
    : undefined;
}

/** What the functions of the tests were called with, by which a place was reached. */
function argumentsOf(places: Places): Arguments {
  return new Map(
    places.slice(1).flatMap((place) => {
      const call = callAt(place);
      const called = call && ts.isIdentifier(call.expression) && functionOf(declarationOf(call.expression));
      return call && called ? boundTo(call, called) : [];
    }),
  );
}

const boundTo = (
  call: ts.CallExpression,
  called: Function_,
): [ts.ParameterDeclaration, ts.Expression | undefined][] =>
  called.parameters.map((parameter, position) => [parameter, call.arguments[position]]);

type Function_ = ts.ArrowFunction | ts.FunctionDeclaration;

function functionOf(declared: Declared | undefined): Function_ | undefined {
  if (declared === undefined) return undefined;
  if (ts.isFunctionDeclaration(declared)) return declared;
  const { initializer } = declared;
  return initializer && ts.isArrowFunction(initializer) ? initializer : undefined;
}

function pipelineOf(expression: ts.Expression, given: Arguments): Pipeline {
  if (ts.isIdentifier(expression)) return pipelineNamed(expression, given);
  if (!ts.isCallExpression(expression)) return { operators: [expression.getText()], streams: [] };
  const { expression: callee } = expression;
  if (ts.isPropertyAccessExpression(callee) && callee.name.text === 'pipe') {
    const source = pipelineOf(callee.expression, given);
    const operators = expression.arguments.flatMap((operator) => operatorsOf(operator, given));
    const streams = [
      ...source.streams,
      ...expression.arguments.flatMap((operator) => streamsIn(operator, given)),
    ];
    return { operators: [...source.operators, ...withoutNoting(operators)], streams };
  }
  const helper = ts.isIdentifier(callee) ? functionOf(declarationOf(callee)) : undefined;
  if (helper?.body && !ts.isBlock(helper.body)) {
    return pipelineOf(helper.body, new Map([...given, ...boundTo(expression, helper)]));
  }
  return { operators: [textOf(expression, given)], streams: streamsIn(expression, given) };
}

/** A stream: made by `hot` or `cold`, piped from another, or a subject that something piped is sent to. */
function pipelineNamed(name: ts.Identifier, given: Arguments): Pipeline {
  const declared = declarationOf(name);
  if (declared === undefined) return { operators: [], streams: [name.text] };
  if (ts.isParameter(declared)) {
    const argument = given.get(declared);
    return argument === undefined ? { operators: [], streams: [name.text] } : pipelineOf(argument, given);
  }
  const initializer = ts.isVariableDeclaration(declared) ? declared.initializer : undefined;
  if (initializer && ts.isCallExpression(initializer) && !isMarbles(initializer)) {
    return pipelineOf(initializer, given);
  }
  const sent =
    initializer && ts.isNewExpression(initializer) ? subscribedIn(declared.parent.parent.parent) : undefined;
  return sent === undefined ? { operators: [], streams: [name.text] } : pipelineOf(sent, given);
}

const isMarbles = ({ expression }: ts.CallExpression): boolean =>
  ts.isIdentifier(expression) && ['hot', 'cold'].includes(expression.text);

/** What is subscribed to among some statements. */
function subscribedIn(block: ts.Node): ts.Expression | undefined {
  return ts.forEachChild(block, (statement) => {
    const call = ts.isExpressionStatement(statement) ? statement.expression : undefined;
    const callee = call && ts.isCallExpression(call) ? call.expression : undefined;
    return callee && ts.isPropertyAccessExpression(callee) && callee.name.text === 'subscribe'
      ? callee.expression
      : undefined;
  });
}

/** An operator as code; one that the tests made of others is looked up. */
function operatorsOf(operator: ts.Expression, given: Arguments): string[] {
  if (ts.isIdentifier(operator)) {
    const declared = declarationOf(operator);
    if (declared && ts.isParameter(declared)) {
      const argument = given.get(declared);
      return argument === undefined ? [operator.text] : operatorsOf(argument, given);
    }
    const initializer = declared && ts.isVariableDeclaration(declared) ? declared.initializer : undefined;
    return initializer === undefined ? [operator.text] : operatorsOf(initializer, given);
  }
  if (ts.isCallExpression(operator) && ts.isIdentifier(operator.expression)) {
    const helper = functionOf(declarationOf(operator.expression));
    const made = helper?.body;
    if (helper && made && ts.isArrowFunction(made) && !ts.isBlock(made.body)) {
      return [...pipelineOf(made.body, new Map([...given, ...boundTo(operator, helper)])).operators];
    }
  }
  return [textOf(operator, given)];
}

/** A test that maps results to texts does it to write them down: that is no part of what it shows. */
const withoutNoting = (operators: readonly string[]): string[] =>
  operators.filter((operator, at) => at === 0 || at < operators.length - 1 || !/^map\(\w+\)$/.test(operator));

/** The streams that an operator receives. */
function streamsIn(node: ts.Node, given: Arguments): string[] {
  const found: string[] = [];
  const visit = (inner: ts.Node): void => {
    if (ts.isIdentifier(inner) && !isPropertyName(inner)) {
      const declared = declarationOf(inner);
      const made = declared && ts.isVariableDeclaration(declared) ? declared.initializer : undefined;
      const argument = declared && ts.isParameter(declared) ? given.get(declared) : undefined;
      if (made && ts.isCallExpression(made) && isMarbles(made)) found.push(inner.text);
      if (argument !== undefined && argument !== node) found.push(...streamsIn(argument, given));
    }
    ts.forEachChild(inner, visit);
  };
  visit(node);
  return found;
}

const isPropertyName = (name: ts.Identifier): boolean =>
  (ts.isPropertyAccessExpression(name.parent) && name.parent.name === name) ||
  (ts.isPropertyAssignment(name.parent) && name.parent.name === name);

/** The code of a node, what its helper was called with in the place of the parameters. */
function textOf(node: ts.Node, given: Arguments): string {
  const start = node.getStart();
  let text = node.getText();
  const replaced: [from: number, to: number, by: string][] = [];
  const visit = (inner: ts.Node): void => {
    const declared = ts.isIdentifier(inner) && !isPropertyName(inner) ? declarationOf(inner) : undefined;
    if (declared && ts.isParameter(declared) && given.has(declared)) {
      const argument = given.get(declared);
      replaced.push([
        inner.getStart() - start,
        inner.getEnd() - start,
        argument ? textOf(argument, given) : '',
      ]);
    } else {
      ts.forEachChild(inner, visit);
    }
  };
  visit(node);
  for (const [from, to, by] of replaced.reverse()) text = text.slice(0, from) + by + text.slice(to);
  return text;
}
