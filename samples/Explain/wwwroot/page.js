const form = document.getElementById('patient');
const chart = document.getElementById('chart');
const answer = document.getElementById('answer');
const format = (value, places, signDisplay) => {
  const digits = { minimumFractionDigits: places, maximumFractionDigits: places };
  return new Intl.NumberFormat('en', { ...digits, signDisplay }).format(value).replace('-', '\u2212');
};
const plain = (value, places = 1) => format(value, places, 'auto');
const signed = (value, places = 1) => format(value, places, 'exceptZero');

let bars = [];
let turn = 0;
let timer = 0;

// Asks the model and its explainer, as any client of the V1 protocol does.
async function ask() {
  const mine = ++turn;
  const wrong = [...form.elements].find(field => !field.validity.valid);
  if (wrong) {
    fail(`${nameOf(wrong)}: from ${wrong.min} to ${wrong.max}, in steps of ${wrong.step}.`);
    return;
  }

  // XGBoost has learned where rows go that lack a value.
  const patient = Object.fromEntries(
    [...new FormData(form)].map(([name, text]) => [name, text === '' ? null : Number(text)]));
  const body = JSON.stringify({ instances: [patient] }, null, 1);
  document.getElementById('request').textContent =
    `POST /v1/models/diabetes:explain\ncontent-type: application/json\n\n${body}`;
  try {
    const [prediction, explanation] = await Promise.all([post('predict', body), post('explain', body)]);
    if (mine === turn) {
      show(prediction.predictions[0], explanation);
    }
  } catch (error) {
    if (mine === turn) {
      fail(error instanceof TypeError ? 'The server does not answer.' : error.message);
    }
  }
}

async function post(verb, body) {
  const response = await fetch(`/v1/models/diabetes:${verb}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });
  const json = await response.json();
  if (!response.ok) {
    throw new Error(json.error);
  }

  return json;
}

function fail(text) {
  answer.textContent = text;
  chart.classList.add('old');
}

function show(prediction, explanation) {
  const average = explanation.base_values[0];
  bars = explanation.feature_names
    .map((name, i) => ({ label: describe(form.elements[name]), value: explanation.shap_values[0][i] }))
    .sort((a, b) => Math.abs(b.value) - Math.abs(a.value));

  // The difference of what is shown, so that the line adds up as it stands.
  const more = prediction.toFixed(1) - average.toFixed(1);
  const added = `${more < 0 ? '\u2212' : '+'} ${plain(Math.abs(more))}`;
  const result = document.createElement('strong');
  result.textContent = plain(prediction);
  answer.replaceChildren(
    'Prediction ',
    result,
    ` = ${plain(average)} on average ${added} for these values`);
  document.getElementById('sum').replaceChildren(
    row('Average', plain(average, 3)),
    ...bars.map(bar => row(bar.label, signed(bar.value, 3))),
    row('Prediction', plain(prediction, 3)));
  chart.classList.remove('old');
  draw();
}

function row(label, text) {
  const line = document.createElement('tr');
  const head = document.createElement('th');
  head.scope = 'row';
  head.textContent = label;
  line.append(head);
  line.insertCell().textContent = text;
  return line;
}

function nameOf(field) {
  return field.labels[0].firstChild.textContent.trim();
}

// "Age 59 years", from the form's own labels.
function describe(field) {
  const unit = field.labels[0].querySelector('span').textContent;
  return `${nameOf(field)} ${field.value === '' ? 'not known' : `${field.value} ${unit}`}`;
}

// One bar for each value: to the right what makes the prediction higher, to the left what makes it lower.
// Where there is little room the labels are above the bars.
function draw() {
  const width = chart.clientWidth;
  const isNarrow = width < 520;
  const [step, bar, labels, values] = isNarrow ? [52, 18, 0, 52] : [34, 20, 230, 52];
  const lowest = Math.min(0, ...bars.map(b => b.value));
  const highest = Math.max(0, ...bars.map(b => b.value));
  const left = labels + (lowest < 0 ? values : 0);
  const scale = Math.max(1, width - left - (highest > 0 ? values : 4)) / Math.max(highest - lowest, 1);
  const zero = left - lowest * scale;
  const height = bars.length * step;
  chart.setAttribute('viewBox', `0 0 ${width} ${height}`);
  chart.setAttribute('height', height);
  chart.replaceChildren(chart.querySelector('title'));
  chart.querySelector('title').textContent = bars.map(b => `${b.label}: ${signed(b.value)}`).join('; ');
  bars.forEach((b, i) => {
    const top = i * step;
    const middle = isNarrow ? top + 34 : top + step / 2;
    const end = zero + b.value * scale;
    add('text', { x: 0, y: isNarrow ? top + 14 : middle, 'dominant-baseline': 'central' }, b.label);
    add('rect', {
      class: b.value < 0 ? 'less' : 'more',
      x: Math.min(zero, end),
      y: middle - bar / 2,
      width: Math.max(1, Math.abs(end - zero)),
      height: bar,
      rx: 3,
    });
    add('line', { class: 'axis', x1: zero, x2: zero, y1: middle - bar / 2 - 4, y2: middle + bar / 2 + 4 });
    add('text', {
      x: end + (b.value < 0 ? -6 : 6),
      y: middle,
      'dominant-baseline': 'central',
      'text-anchor': b.value < 0 ? 'end' : 'start',
    }, signed(b.value));
  });
}

function add(name, attributes, text = '') {
  const element = document.createElementNS('http://www.w3.org/2000/svg', name);
  Object.entries(attributes).forEach(([key, value]) => element.setAttribute(key, value));
  element.textContent = text;
  chart.append(element);
}

form.addEventListener('submit', event => event.preventDefault());
form.addEventListener('input', () => {
  clearTimeout(timer);
  timer = setTimeout(ask, 150);
});
new ResizeObserver(draw).observe(chart);
ask();
