const slider = document.getElementById('share');
const percent = document.getElementById('percent');
const chart = document.getElementById('chart');
const counts = document.getElementById('counts');
const example = document.getElementById('example');

const perTurn = 20;
const turns = 75;
const pause = 200;
const history = [];
const totals = { one: 0, two: 0, failed: 0 };

async function start() {
  show(await (await fetch('share')).json());
  slider.addEventListener('input', move);
  for (;;) {
    const wait = new Promise(done => setTimeout(done, pause));
    await turn();
    await wait;
  }
}

async function move() {
  show(slider.valueAsNumber);
  const response = await fetch(`share/${slider.value}`, { method: 'PUT' });
  if (!response.ok) {
    counts.textContent = `The share was not changed: status ${response.status}.`;
  }
}

function show(share) {
  slider.value = share;
  percent.value = `${share} %`;
}

// As many requests as any client might send at a time, and who answered each of them.
async function turn() {
  const set = slider.valueAsNumber;
  const versions = await Promise.all(Array.from({ length: perTurn }, (_, index) => ask(30 + index)));
  const column = { set, one: 0, two: 0 };
  for (const version of versions) {
    const key = { 1: 'one', 2: 'two' }[version] ?? 'failed';
    totals[key]++;
    if (key in column) {
      column[key]++;
    }
  }

  history.push(column);
  history.splice(0, history.length - turns);
  draw();
}

async function ask(area) {
  const request = { inputs: [{ name: 'area', datatype: 'FP32', shape: [1], data: [area] }] };
  try {
    const response = await fetch('v2/models/price/infer', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(request),
    });
    const answer = await response.json();
    const revision = response.headers.get('x-kserve-revision');
    example.textContent = `POST /v2/models/price/infer\n${JSON.stringify(request)}\n\n`
      + `x-kserve-revision: ${revision}\n${JSON.stringify(answer)}`;
    return response.ok ? answer.model_version : '';
  } catch {
    return '';
  }
}

function draw() {
  const { width, height } = chart.getBoundingClientRect();
  const [left, bottom] = [44, height - 8];
  const top = 8;
  const step = (width - left) / turns;
  const y = share => bottom - (bottom - top) * share;
  const shapes = [0, 0.5, 1].map(share =>
    element('line', { class: 'grid', x1: left, x2: width, y1: y(share), y2: y(share) }));
  shapes.push(...[0, 0.5, 1].map(share =>
    element('text', { class: 'tick', x: left - 6, y: y(share) + 4, 'text-anchor': 'end' }, `${share * 100} %`)));
  const points = [];
  history.forEach((column, index) => {
    const x = left + index * step;
    const all = Math.max(1, column.one + column.two);
    const [base, edge] = [y(0), y(column.two / all)];
    const ceiling = y((column.one + column.two) / perTurn);
    shapes.push(element('rect', { class: 'two', x, y: edge, width: step - 1, height: base - edge }));
    shapes.push(element('rect', { class: 'one', x, y: ceiling, width: step - 1, height: Math.max(0, edge - ceiling) }));
    points.push(`${x},${y(column.set / 100)} ${x + step},${y(column.set / 100)}`);
  });
  shapes.push(element('polyline', { class: 'set', points: points.join(' ') }));
  const answered = totals.one + totals.two;
  const text = `Of ${answered} requests version 1 answered ${totals.one} and version 2 ${totals.two}`
    + ` (${(100 * totals.two / Math.max(1, answered)).toFixed(1)} %); ${totals.failed} failed.`;
  counts.textContent = text;
  counts.classList.toggle('failed', totals.failed > 0);
  chart.replaceChildren(element('title', { id: 'chart-text' }, text), ...shapes);
}

function element(name, attributes, text) {
  const created = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) {
    created.setAttribute(key, value);
  }

  created.textContent = text ?? '';
  return created;
}

start();
