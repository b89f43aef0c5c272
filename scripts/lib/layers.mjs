/**
 * Layout of an acyclic graph in layers, for the picture of the architecture: who is used stands below who uses it. All
 * functions are pure and give the same answer for the same table. A graph is { name: [names it uses] }.
 */

/** The layer of each name: 0 for those that use nothing, else one above the highest that they use. @throws Error on a cycle */
export function layersOf(graph) {
  const layers = {};
  const visit = (name, path) => {
    if (path.includes(name)) throw new Error(`cycle: ${[...path.slice(path.indexOf(name)), name].join(' → ')}`);
    layers[name] ??= Math.max(-1, ...graph[name].map((used) => visit(used, [...path, name]))) + 1;
    return layers[name];
  };
  for (const name of Object.keys(graph)) visit(name, []);
  return layers;
}

/** The edges that are left when those that follow from others are taken out: a → c goes when a → b and b → … → c are there. */
export function reduced(graph) {
  const reaches = (from, to) => graph[from].some((used) => used === to || reaches(used, to));
  return Object.fromEntries(
    Object.entries(graph).map(([name, uses]) => [name, uses.filter((used) => !uses.some((other) => other !== used && reaches(other, used)))]),
  );
}

/** Rows from the bottom up, with a bend (a node without a room) wherever an edge passes through a row. */
function rowsWithBends(graph) {
  const layers = layersOf(graph);
  const rows = Array.from({ length: Math.max(...Object.values(layers)) + 1 }, () => []);
  for (const name of Object.keys(graph)) rows[layers[name]].push({ name, down: [], up: [], x: 0 });
  const nodes = Object.fromEntries(rows.flat().map((node) => [node.name, node]));
  const edges = Object.entries(graph).flatMap(([name, uses]) =>
    uses.map((used) => {
      const path = [nodes[name]];
      for (let row = layers[name] - 1; row > layers[used]; row--) {
        const bend = { down: [], up: [], x: 0 };
        rows[row].push(bend);
        path.push(bend);
      }
      path.push(nodes[used]);
      path.slice(1).forEach((lower, index) => {
        path[index].down.push(lower);
        lower.up.push(path[index]);
      });
      return path;
    }),
  );
  return { rows, edges };
}

const mean = (numbers) => numbers.reduce((sum, number) => sum + number, 0) / numbers.length;

/** Moves the nodes of a row towards where their neighbours stand, in that order, without overlap. */
function settle(row, side, width) {
  const wish = new Map(row.map((node) => [node, node[side].length > 0 ? mean(node[side].map((other) => other.x)) : node.x]));
  row.sort((a, b) => wish.get(a) - wish.get(b));
  const gap = (a, b) => (width(a) + width(b)) / 2;
  const fromLeft = [];
  for (const [index, node] of row.entries()) fromLeft.push(Math.max(wish.get(node), index === 0 ? -Infinity : fromLeft[index - 1] + gap(row[index - 1], node)));
  const fromRight = [];
  for (let index = row.length - 1; index >= 0; index--)
    fromRight[index] = Math.min(wish.get(row[index]), index === row.length - 1 ? Infinity : fromRight[index + 1] - gap(row[index], row[index + 1]));
  row.forEach((node, index) => (node.x = (fromLeft[index] + fromRight[index]) / 2));
}

/**
 * Where everything stands: `rooms` as { name, x (centre), row (from the bottom) } and `edges` as lists of such points from the
 * user down to the used. x begins at 0 for the left side of the leftmost room.
 */
export function layout(graph, { roomWidth, bendWidth }) {
  const { rows, edges } = rowsWithBends(reduced(graph));
  const width = (node) => (node.name === undefined ? bendWidth : roomWidth);
  for (const row of rows) row.forEach((node, index) => (node.x = index * roomWidth));
  for (let sweep = 0; sweep < 24; sweep++) {
    for (const row of rows) settle(row, 'down', width);
    for (const row of rows.toReversed()) settle(row, 'up', width);
  }
  const left = Math.min(...rows.flat().map((node) => node.x - width(node) / 2));
  const place = (node) => ({ name: node.name, x: Math.round(node.x - left), row: rows.findIndex((row) => row.includes(node)) });
  return {
    rooms: rows
      .flat()
      .filter((node) => node.name !== undefined)
      .map(place),
    edges: edges.map((path) => path.map(place)),
    rows: rows.length,
  };
}
