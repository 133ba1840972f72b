const form = document.getElementById('flat');
const chart = document.getElementById('chart');
const answer = document.getElementById('answer');
const euros = new Intl.NumberFormat('en', { style: 'currency', currency: 'EUR', maximumFractionDigits: 0 });
const signed = new Intl.NumberFormat('en', { signDisplay: 'exceptZero', maximumFractionDigits: 0 });
const number = value => signed.format(value).replace('-', '\u2212');

let bars = [];
let latest = 0;

// Asks the model's explainer, as any client of the V1 protocol does.
async function explain() {
  if (!form.checkValidity()) {
    answer.textContent = 'A value is missing or out of its range.';
    return;
  }

  const turn = ++latest;
  const instance = [...new FormData(form).values()].map(Number);
  const body = JSON.stringify({ instances: [instance] });
  document.getElementById('request').textContent =
    `POST /v1/models/rent:explain\ncontent-type: application/json\n\n${body}`;
  try {
    const response = await fetch('/v1/models/rent:explain', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
    const explanation = await response.json();
    if (turn === latest) {
      show(response.ok ? explanation : null, explanation.error);
    }
  } catch {
    answer.textContent = 'The server does not answer.';
  }
}

function show(explanation, error) {
  if (!explanation) {
    answer.textContent = error;
    return;
  }

  const [rent, average] = [explanation.predictions[0], explanation.base_values[0]];
  answer.textContent = `${euros.format(rent)} a month. An average flat costs ${euros.format(average)}.`;
  bars = explanation.feature_names
    .map((name, i) => ({ label: describe(name), value: explanation.shap_values[0][i] }))
    .sort((a, b) => Math.abs(b.value) - Math.abs(a.value));
  draw();
}

// "Area 82 m²", from the form's own labels.
function describe(name) {
  const field = form.elements[name];
  const label = field.labels[0];
  const unit = label.querySelector('span')?.textContent ?? '';
  const text = field.selectedOptions?.[0].textContent ?? field.value;
  return `${label.firstChild.textContent.trim()} ${text}${unit === 'year' ? '' : ` ${unit}`}`.trim();
}

// One bar for each feature: to the right what makes the rent higher, to the left what makes it lower.
function draw() {
  const [row, bar, labels, values] = [34, 20, 150, 48];
  const width = chart.clientWidth;
  const lowest = Math.min(0, ...bars.map(b => b.value));
  const highest = Math.max(1, ...bars.map(b => b.value));
  const left = labels + (lowest < 0 ? values : 0);
  const scale = Math.max(1, width - left - values) / (highest - lowest);
  const zero = left - lowest * scale;
  chart.setAttribute('viewBox', `0 0 ${width} ${bars.length * row}`);
  chart.setAttribute('height', bars.length * row);
  chart.replaceChildren(chart.querySelector('title'));
  chart.querySelector('title').textContent =
    bars.map(b => `${b.label}: ${number(b.value)} euros`).join('; ');
  bars.forEach((b, i) => {
    const middle = i * row + row / 2;
    const end = zero + b.value * scale;
    add('text', { x: 0, y: middle, 'dominant-baseline': 'central' }, b.label);
    add('rect', {
      class: b.value < 0 ? 'less' : 'more',
      x: Math.min(zero, end),
      y: middle - bar / 2,
      width: Math.max(1, Math.abs(end - zero)),
      height: bar,
      rx: 3,
    });
    add('text', {
      x: end + (b.value < 0 ? -6 : 6),
      y: middle,
      'dominant-baseline': 'central',
      'text-anchor': b.value < 0 ? 'end' : 'start',
    }, number(b.value));
  });
  add('line', { class: 'axis', x1: zero, x2: zero, y1: 0, y2: bars.length * row });
}

function add(name, attributes, text = '') {
  const element = document.createElementNS('http://www.w3.org/2000/svg', name);
  Object.entries(attributes).forEach(([key, value]) => element.setAttribute(key, value));
  element.textContent = text;
  chart.append(element);
}

form.addEventListener('submit', event => event.preventDefault());
form.addEventListener('input', explain);
new ResizeObserver(draw).observe(chart);
explain();
