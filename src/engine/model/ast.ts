/** The syntax tree of KCL 0.13 as tagged unions, one KCL example per node.
 *  Every node has a span of two UTF-16 offsets into the text of its file (after `\r\n` → `\n` and without BOM); the file is known from the
 *  module. Names lose a leading `$` in the parser, except in `StringLiteral`. Sugar stays as written: dotted config keys, unions of several
 *  declarations and literal-typed defaults are rewritten in `4-bind`, so that the formatter sees what the user wrote. */

import type { TypeNode } from './type-node.ts'

export interface Span {
  readonly start: number
  readonly end: number
}

export interface Module {
  readonly path: string
  readonly text: string
  readonly doc: StringLiteral | undefined
  readonly body: readonly Statement[]
  readonly comments: readonly Comment[]
  /** Are there dotted config keys or literal-typed attributes, which `4-bind` rewrites? Absent means that one has to look. */
  readonly hasSugar?: boolean
}

export interface Comment extends Span {
  readonly text: string
}

/** One identifier as written, without `$`: the `b` of `a.b.c`. */
export interface Name extends Span {
  readonly text: string
}

/* ── statements ─────────────────────────────────────────────────────────── */

export type Statement =
  | ImportStatement
  | TypeAliasStatement
  | AssignStatement
  | AugmentedAssignStatement
  | UnificationStatement
  | ExpressionStatement
  | AssertStatement
  | IfStatement
  | SchemaStatement
  | RuleStatement
  | SchemaAttribute
  | IndexSignature

/** `import a.b as c`, `import ..x`. `rawPath` keeps the leading dots; `name` is the alias or the last part. */
export interface ImportStatement extends Span {
  readonly kind: 'import'
  readonly rawPath: string
  readonly path: Span
  readonly name: string
  readonly alias: Name | undefined
}

/** `type A = int | str` */
export interface TypeAliasStatement extends Span {
  readonly kind: 'typeAlias'
  readonly name: Name
  readonly type: TypeNode
}

/** `a = b.c["d"] = 1`, `x: int = 1` */
export interface AssignStatement extends Span {
  readonly kind: 'assign'
  readonly targets: readonly Target[]
  readonly type: TypeNode | undefined
  readonly value: Expression
}

/** `a += 1` */
export interface AugmentedAssignStatement extends Span {
  readonly kind: 'augmentedAssign'
  readonly target: Target
  readonly operator: AugmentedOperator
  readonly value: Expression
}

/** `a: S {…}`, `a: S(1) {…}` */
export interface UnificationStatement extends Span {
  readonly kind: 'unification'
  readonly target: Identifier
  readonly value: SchemaExpression
}

/** `f(x)` standing alone */
export interface ExpressionStatement extends Span {
  readonly kind: 'expression'
  readonly value: Expression
}

/** `assert t if c, "m"` */
export interface AssertStatement extends Span {
  readonly kind: 'assert'
  readonly test: Expression
  readonly condition: Expression | undefined
  readonly message: Expression | undefined
}

/** `if c: … elif d: … else: …`; an `elif` is one nested `if` in `orElse` */
export interface IfStatement extends Span {
  readonly kind: 'if'
  readonly condition: Expression
  readonly body: readonly Statement[]
  readonly orElse: readonly Statement[]
}

/** `schema S[a: int](Base) for P: …`, `mixin M`, `protocol P`. `isMixin`/`isProtocol` also follow from the name's ending. */
export interface SchemaStatement extends Span {
  readonly kind: 'schema'
  readonly keyword: 'schema' | 'mixin' | 'protocol'
  readonly name: Name
  readonly isMixin: boolean
  readonly isProtocol: boolean
  readonly parameters: Parameters | undefined
  readonly base: Identifier | undefined
  readonly host: Identifier | undefined
  readonly mixins: readonly Identifier[]
  readonly doc: StringLiteral | undefined
  readonly body: readonly Statement[]
  readonly checks: readonly CheckExpression[]
  readonly indexSignature: IndexSignature | undefined
  readonly decorators: readonly Decorator[]
}

/** `rule R[a](P1, P2) for P: …` */
export interface RuleStatement extends Span {
  readonly kind: 'rule'
  readonly name: Name
  readonly parameters: Parameters | undefined
  readonly parents: readonly Expression[]
  readonly host: Identifier | undefined
  readonly doc: StringLiteral | undefined
  readonly checks: readonly CheckExpression[]
  readonly decorators: readonly Decorator[]
}

/** `@deprecated(strict=False)`: a name or a call */
export interface Decorator extends Span {
  readonly name: Identifier
  readonly args: readonly Expression[]
  readonly keywords: readonly Keyword[]
}

/** `name?: T = v`, `a.b: int`, `"x-y": str`. `quoted` when the name is a string literal; `name.text` is its value. */
export interface SchemaAttribute extends Span {
  readonly kind: 'attribute'
  readonly name: Name
  readonly quoted: boolean
  readonly optional: boolean
  readonly type: TypeNode
  readonly operator: '=' | AugmentedOperator | undefined
  readonly value: Expression | undefined
  readonly decorators: readonly Decorator[]
}

/** `[k: ...str]: int = 1` */
export interface IndexSignature extends Span {
  readonly kind: 'indexSignature'
  readonly keyName: Name | undefined
  readonly keyType: TypeNode
  readonly anyOther: boolean
  readonly valueType: TypeNode
  readonly value: Expression | undefined
}

/** A line of a check block or rule: `x > 1 if y, "message"` */
export interface CheckExpression extends Span {
  readonly kind: 'check'
  readonly test: Expression
  readonly condition: Expression | undefined
  readonly message: Expression | undefined
}

/** What stands left of `=`: `a`, `a.b`, `a["k"].c` */
export interface Target extends Span {
  readonly kind: 'target'
  readonly name: Name
  readonly path: readonly TargetStep[]
}

export type TargetStep = { readonly kind: 'member'; readonly name: Name } | { readonly kind: 'index'; readonly index: Expression }

export type AugmentedOperator = '+=' | '-=' | '*=' | '/=' | '//=' | '%=' | '**=' | '&=' | '|=' | '^=' | '<<=' | '>>='

/* ── expressions ────────────────────────────────────────────────────────── */

export type Expression =
  | Identifier
  | UnaryExpression
  | BinaryExpression
  | CompareExpression
  | ConditionalExpression
  | SelectorExpression
  | SubscriptExpression
  | CallExpression
  | ParenthesizedExpression
  | QuantifierExpression
  | ListExpression
  | ListIfItem
  | ListComprehension
  | StarredExpression
  | ConfigExpression
  | ConfigIfEntry
  | DictComprehension
  | SchemaExpression
  | LambdaExpression
  | NumberLiteral
  | StringLiteral
  | JoinedString
  | NameConstant
  | MissingExpression

/** `a`, `pkg.a.b`: a dotted chain that starts an operand is one node */
export interface Identifier extends Span {
  readonly kind: 'identifier'
  readonly names: readonly Name[]
}

/** `-x`, `not x` */
export interface UnaryExpression extends Span {
  readonly kind: 'unary'
  readonly operator: '+' | '-' | '~' | 'not'
  readonly operand: Expression
}

export type BinaryOperator = '+' | '-' | '*' | '/' | '//' | '%' | '**' | '&' | '|' | '^' | '<<' | '>>' | 'and' | 'or' | 'as'

/** `a + b`, `a or b`, `a as T` */
export interface BinaryExpression extends Span {
  readonly kind: 'binary'
  readonly left: Expression
  readonly operator: BinaryOperator
  readonly right: Expression
}

export type CompareOperator = '==' | '!=' | '<' | '<=' | '>' | '>=' | 'in' | 'not in' | 'is' | 'is not' | 'not'

/** `a < b <= c` */
export interface CompareExpression extends Span {
  readonly kind: 'compare'
  readonly left: Expression
  readonly operators: readonly CompareOperator[]
  readonly comparators: readonly Expression[]
}

/** `a if c else b` */
export interface ConditionalExpression extends Span {
  readonly kind: 'conditional'
  readonly body: Expression
  readonly condition: Expression
  readonly orElse: Expression
}

/** `f().a`, `x?.a.b` (a chain after the dot is one node, see `attributes`) */
export interface SelectorExpression extends Span {
  readonly kind: 'selector'
  readonly value: Expression
  readonly attribute: Identifier
  readonly optional: boolean
}

/** `x[i]`, `x?[i]`, `x[a:b:c]` */
export interface SubscriptExpression extends Span {
  readonly kind: 'subscript'
  readonly value: Expression
  readonly optional: boolean
  readonly index: Expression | undefined
  readonly slice: Slice | undefined
}

export interface Slice {
  readonly lower: Expression | undefined
  readonly upper: Expression | undefined
  readonly step: Expression | undefined
}

/** `f(1, k=2)` */
export interface CallExpression extends Span {
  readonly kind: 'call'
  readonly callee: Expression
  readonly args: readonly Expression[]
  readonly keywords: readonly Keyword[]
}

/** `k=2` in a call */
export interface Keyword extends Span {
  readonly name: Identifier
  readonly value: Expression
}

/** `(x)` */
export interface ParenthesizedExpression extends Span {
  readonly kind: 'parenthesized'
  readonly value: Expression
}

/** `all x in xs { x > 1 if x }` */
export interface QuantifierExpression extends Span {
  readonly kind: 'quantifier'
  readonly operation: 'all' | 'any' | 'map' | 'filter'
  readonly variables: readonly Identifier[]
  readonly target: Expression
  readonly test: Expression
  readonly condition: Expression | undefined
}

/** `[1, *xs, if c: 2]` */
export interface ListExpression extends Span {
  readonly kind: 'list'
  readonly items: readonly Expression[]
}

/** `if c: a` inside a list */
export interface ListIfItem extends Span {
  readonly kind: 'listIf'
  readonly condition: Expression
  readonly items: readonly Expression[]
  readonly orElse: ListExpression | ListIfItem | undefined
}

/** `[x for x in xs if x]` */
export interface ListComprehension extends Span {
  readonly kind: 'listComprehension'
  readonly element: Expression
  readonly clauses: readonly ComprehensionClause[]
}

/** `for k, v in d if k` */
export interface ComprehensionClause extends Span {
  readonly targets: readonly Identifier[]
  readonly iterable: Expression
  readonly conditions: readonly Expression[]
}

/** `*xs` in a list */
export interface StarredExpression extends Span {
  readonly kind: 'starred'
  readonly value: Expression
}

/** `{a = 1, **b, if c: d = 2}` */
export interface ConfigExpression extends Span {
  readonly kind: 'config'
  readonly entries: readonly ConfigEntry[]
}

export type ConfigOperator = ':' | '=' | '+='

/** `a.b: 1`, `"k" = 2`, `l[0] += […]`; `**x` and conditional entries have no key. `{a}` is `{a = a}` with `shorthand`. */
export interface ConfigEntry extends Span {
  readonly key: Expression | undefined
  readonly operator: ConfigOperator
  readonly value: Expression
  readonly shorthand: boolean
  /** The file it was written in, when merging declarations moved it into another. */
  readonly movedFrom?: string
  /** What runs in its place; the entry itself is only checked. */
  readonly run?: ConfigEntry
}

/** `if c: a = 1 elif … else …` inside a config */
export interface ConfigIfEntry extends Span {
  readonly kind: 'configIf'
  readonly condition: Expression
  readonly entries: readonly ConfigEntry[]
  readonly orElse: ConfigExpression | ConfigIfEntry | undefined
}

/** `{k: v for k, v in d}` */
export interface DictComprehension extends Span {
  readonly kind: 'dictComprehension'
  readonly entry: ConfigEntry
  readonly clauses: readonly ComprehensionClause[]
}

/** `p.S(1, k=2) {…}`; also `value {…}` */
export interface SchemaExpression extends Span {
  readonly kind: 'schemaExpression'
  readonly name: Identifier
  readonly args: readonly Expression[]
  readonly keywords: readonly Keyword[]
  readonly config: Expression
}

/** `lambda x: int, y = 1 -> int { x + y }` */
export interface LambdaExpression extends Span {
  readonly kind: 'lambda'
  readonly parameters: Parameters | undefined
  readonly returnType: TypeNode | undefined
  readonly body: readonly Statement[]
}

export interface Parameters extends Span {
  readonly items: readonly Parameter[]
}

export interface Parameter extends Span {
  readonly name: Identifier
  readonly type: TypeNode | undefined
  readonly value: Expression | undefined
}

/** `1`, `0x1F`, `1.5`, `64Ki`. Integers are already reduced to signed 64 bits: `number` when safe, else `bigint`. */
export interface NumberLiteral extends Span {
  readonly kind: 'number'
  readonly value: number | bigint
  readonly isFloat: boolean
  readonly suffix: UnitSuffix | undefined
}

export type UnitSuffix = 'n' | 'u' | 'm' | 'k' | 'K' | 'M' | 'G' | 'T' | 'P' | 'Ki' | 'Mi' | 'Gi' | 'Ti' | 'Pi'

/** `"a"`, `r'b'`, `"""c"""`; `value` after escapes and dedent */
export interface StringLiteral extends Span {
  readonly kind: 'string'
  readonly value: string
  readonly isLong: boolean
  readonly isRaw: boolean
}

/** `"a ${b: #json}"` */
export interface JoinedString extends Span {
  readonly kind: 'joinedString'
  readonly parts: readonly (StringLiteral | FormattedValue)[]
  readonly isLong: boolean
}

/** `${x: #yaml}`; `format` without `#` and blanks, as written */
export interface FormattedValue extends Span {
  readonly kind: 'formattedValue'
  readonly value: Expression
  readonly format: string | undefined
}

/** `True`, `None`, `Undefined` */
export interface NameConstant extends Span {
  readonly kind: 'constant'
  readonly value: 'True' | 'False' | 'None' | 'Undefined'
}

/** Where an expression was expected and the parser went on */
export interface MissingExpression extends Span {
  readonly kind: 'missing'
}
