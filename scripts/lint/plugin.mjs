/**
 * Rules of this house that no linter ships (CONTRIBUTING.md, "Style"). Which folder each holds for is in .oxlintrc.json.
 * They see syntax, not types; what needs types is in test/house/number.d.ts.
 */

const report = (context, node, message) => context.report({ node, message });
const isNamed = (node, name) => node?.type === 'Identifier' && node.name === name;

const EXIT = 'money never becomes a JS number: stay in Money or Rate; for a whole number that is no amount use Number.parseInt(text, 10)';

/** Ways by which an amount turns into a floating-point number. */
const noMoneyAsNumber = {
  create(context) {
    return {
      CallExpression(node) {
        if (isNamed(node.callee, 'Number')) report(context, node, EXIT);
        for (const argument of node.arguments) if (isNamed(argument, 'Number')) report(context, argument, EXIT);
      },
      NewExpression(node) {
        if (isNamed(node.callee, 'Number')) report(context, node, EXIT);
      },
      Identifier(node) {
        if (node.name === 'parseFloat') report(context, node, EXIT);
      },
      UnaryExpression(node) {
        if (node.operator === '+' && node.argument.type !== 'Literal') report(context, node, EXIT);
      },
      MemberExpression(node) {
        if (isNamed(node.property, 'toNumber')) report(context, node.property, EXIT);
      },
    };
  },
};

/** `Money.toChartNumber` and `Rate.toChartNumber` are for drawing; .oxlintrc.json allows them where pages are drawn. */
const noChartNumber = {
  create(context) {
    return {
      MemberExpression(node) {
        if (isNamed(node.property, 'toChartNumber')) report(context, node.property, 'a chart number is for drawing only, never for a sum');
      },
    };
  },
};

const AMOUNT = /^(amount|balance|cash|restricted|available|payable|withheld|debit|credit|\w+(Amount|Balance))$/;

/** A property or parameter that carries an amount has the type Money, or is its string in JSON. */
const noNumberAmount = {
  create(context) {
    const check = (node, key, annotation) => {
      if (key?.type === 'Identifier' && AMOUNT.test(key.name) && annotation?.typeAnnotation?.type === 'TSNumberKeyword')
        report(context, node, `${key.name} is an amount: its type is Money (a string in JSON), never number`);
    };
    return {
      TSPropertySignature: (node) => check(node, node.key, node.typeAnnotation),
      PropertyDefinition: (node) => check(node, node.key, node.typeAnnotation),
      Identifier: (node) => check(node, node, node.typeAnnotation),
    };
  },
};

/** Han characters and the punctuation and full-width forms that come with them. */
const CHINESE = /[\p{Script=Han}\u3000-\u303f\uff01-\uff60\uffe0-\uffe6]/u;

/** Words that people read live in the message files, so that every language has them; comments may say what they like. */
const noChinese = {
  create(context) {
    const check = (node, text) => {
      if (CHINESE.test(text)) report(context, node, 'Chinese text belongs in src/web/messages or src/platform/messages');
    };
    return {
      Literal: (node) => check(node, node.regex?.pattern ?? String(node.value)),
      TemplateElement: (node) => check(node, node.value.raw),
      JSXText: (node) => check(node, node.value),
    };
  },
};

/** Many arguments become one options object (a fourth is borne); constructors take what Nest injects. */
const fewParameters = {
  create(context) {
    const check = (node) => {
      const injected = node.parent.type === 'MethodDefinition' && node.parent.kind === 'constructor';
      if (!injected && node.params.length > 4) report(context, node, `${node.params.length} parameters: make them one options object`);
    };
    return { FunctionDeclaration: check, FunctionExpression: check, ArrowFunctionExpression: check };
  },
};

export default {
  meta: { name: 'mingbai' },
  rules: {
    'no-money-as-number': noMoneyAsNumber,
    'no-chart-number': noChartNumber,
    'no-number-amount': noNumberAmount,
    'no-chinese': noChinese,
    'few-parameters': fewParameters,
  },
};
