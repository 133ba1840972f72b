const slider = document.getElementById('share');
const percent = document.getElementById('percent');
const next = document.getElementById('next');
const buttons = { healthy: document.getElementById('healthy'), faulty: document.getElementById('faulty') };
const news = document.getElementById('news');
const keys = document.getElementById('keys');
const chart = document.getElementById('chart');
const counts = document.getElementById('counts');
const example = document.getElementById('example');

const perTurn = 20;
const turns = 75;
const pause = 200;
const history = [];
const totals = { answered: 0, failed: 0 };
let wanted = null;
let isSending = false;
let outcome;

async function start() {
  slider.addEventListener('input', move);
  buttons.healthy.addEventListener('click', () => rollOut(false));
  buttons.faulty.addEventListener('click', () => rollOut(true));
  for (;;) {
    const wait = new Promise(done => setTimeout(done, pause));
    await turn();
    await wait;
  }
}

// The slider may move faster than the server answers: what counts is where it stands at last.
async function move() {
  wanted = slider.valueAsNumber;
  percent.value = `${wanted} %`;
  if (isSending) {
    return;
  }

  isSending = true;
  while (wanted !== null) {
    const share = wanted;
    await act(`share/${share}`, 'PUT', 'The share was not changed');
    wanted = wanted === share ? null : wanted;
  }

  isSending = false;
}

async function rollOut(isFaulty) {
  buttons.healthy.disabled = buttons.faulty.disabled = true;
  await act(`rollout?isFaulty=${isFaulty}`, 'POST', 'The rollout did not begin');
}

async function act(path, method, failure) {
  try {
    const response = await fetch(path, { method });
    if (!response.ok) {
      tell(`${failure}: status ${response.status}.`);
    }
  } catch {
    tell(`${failure}: the server does not answer.`);
  }
}

// As many requests as any client might send at a time, and who answered each of them.
async function turn() {
  const [traffic, ...versions] = await Promise.all([
    look(),
    ...Array.from({ length: perTurn }, (_, index) => ask(30 + index)),
  ]);
  const column = { set: wanted, event: null, failed: 0, answers: new Map() };
  for (const version of versions) {
    if (version) {
      column.answers.set(version, (column.answers.get(version) ?? 0) + 1);
      totals.answered++;
    } else {
      column.failed++;
      totals.failed++;
    }
  }

  if (traffic) {
    show(traffic, column);
  }

  history.push(column);
  history.splice(0, history.length - turns);
  draw(column);
}

async function look() {
  try {
    const response = await fetch('traffic');
    return response.ok && !isSending ? await response.json() : null;
  } catch {
    return null;
  }
}

function show(traffic, column) {
  const { stable, canary, last } = traffic;
  const isByItself = canary?.isByItself ?? false;
  if (outcome !== undefined && last && last.time !== outcome) {
    column.event = last.isPromoted ? 'promoted' : 'taken back';
  }

  outcome = last?.time ?? null;
  buttons.healthy.disabled = buttons.faulty.disabled = isByItself;
  slider.disabled = !canary;
  next.textContent = canary ? `version ${canary.version}` : 'a new version';
  column.set = canary ? canary.percent : null;
  if (wanted === null) {
    slider.value = canary ? canary.percent : 0;
    percent.value = canary ? `${canary.percent} %` : 'none';
  }

  if (isByItself) {
    tell(`Version ${canary.version} takes its traffic by itself: step ${canary.step} of ${canary.stepCount}.`);
  } else if (canary) {
    tell(`Version ${canary.version} stays where the slider is.`);
  } else if (last) {
    tell(last.isPromoted
      ? `Promoted: version ${stable} is the stable one now.`
      : `Taken back: ${last.reason}. Version ${stable} answers alone.`);
  }
}

// A status is read aloud when it changes, and only then.
function tell(text) {
  if (news.textContent !== text) {
    news.textContent = text;
  }
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
    const revision = response.headers.get('x-kserve-revision') ?? 'the only one';
    example.textContent = `POST /v2/models/price/infer\n${JSON.stringify(request)}\n\n`
      + `${response.status}, x-kserve-revision: ${revision}\n${JSON.stringify(answer)}`;
    return response.ok ? answer.model_version : '';
  } catch {
    return '';
  }
}

// More versions than three are hardly seen together.
function colour(version) {
  return ['one', 'two', 'three'][(version - 1) % 3];
}

function draw(newest) {
  const { width, height } = chart.getBoundingClientRect();
  const [left, bottom, top] = [44, height - 8, 20];
  const step = (width - left) / turns;
  const y = share => bottom - (bottom - top) * share;
  const shapes = [0, 0.5, 1].flatMap(share => [
    element('line', { class: 'grid', x1: left, x2: width, y1: y(share), y2: y(share) }),
    element('text', { class: 'tick', x: left - 6, y: y(share) + 4, 'text-anchor': 'end' }, `${share * 100} %`),
  ]);
  const marks = [];
  let line = '';
  history.forEach((column, index) => {
    const x = left + index * step;
    let done = 0;
    const stack = [...column.answers].sort(([a], [b]) => b - a).map(([version, count]) => [colour(version), count]);
    for (const [name, count] of [['failed', column.failed], ...stack]) {
      const box = { x, y: y((done + count) / perTurn), width: step > 5 ? step - 1 : step };
      shapes.push(element('rect', { class: name, ...box, height: y(done / perTurn) - box.y }));
      done += count;
    }

    if (column.set !== null) {
      line += `${line && history[index - 1].set !== null ? 'L' : 'M'}${x} ${y(column.set / 100)}h${step}`;
    }

    if (column.event) {
      const isLeft = x < width - 90;
      marks.push(
        element('line', { class: 'event', x1: x, x2: x, y1: 4, y2: bottom }),
        element(
          'text',
          { class: 'event', x: x + (isLeft ? 5 : -5), y: 14, 'text-anchor': isLeft ? 'start' : 'end' },
          column.event));
    }
  });
  const text = describe(newest);
  counts.textContent = text;
  counts.classList.toggle('failing', newest.failed > 0);
  chart.replaceChildren(
    element('title', { id: 'chart-text' }, text), ...shapes, element('path', { class: 'set', d: line }), ...marks);
  drawKeys();
}

function describe(column) {
  const parts = [...column.answers]
    .sort(([a], [b]) => a - b)
    .map(([version, count]) => `${count} by version ${version}`);
  return `The last ${perTurn} requests: ${[...parts, `${column.failed} failed`].join(', ')}. `
    + `All of them: ${totals.answered} answered, ${totals.failed} failed.`;
}

function drawKeys() {
  const versions = [...new Set(history.flatMap(column => [...column.answers.keys()]))].sort((a, b) => a - b);
  const wantedKeys = [
    ...versions.map(version => [colour(version), `version ${version}`]),
    ...(history.some(column => column.failed > 0) ? [['failed', 'failed']] : []),
    ['set', 'the share that is set'],
  ];
  if (keys.textContent !== wantedKeys.map(([, text]) => text).join('')) {
    keys.replaceChildren(...wantedKeys.map(([name, text]) => {
      const key = document.createElement('span');
      key.className = `key ${name}`;
      key.textContent = text;
      return key;
    }));
  }
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
