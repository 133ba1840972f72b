const log = document.getElementById('log');
const hint = document.getElementById('hint');
const form = document.getElementById('form');
const question = document.getElementById('question');
const send = document.getElementById('send');
const stop = document.getElementById('stop');
const reset = document.getElementById('reset');
const temperature = document.getElementById('temperature');
const degree = document.getElementById('degree');

// What the model is told: it remembers nothing by itself.
const messages = [];
let running = null;

form.addEventListener('submit', event => {
  event.preventDefault();
  ask(question.value.trim());
});
question.addEventListener('keydown', event => {
  if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    ask(question.value.trim());
  }
});
stop.addEventListener('click', () => running?.abort());
document.addEventListener('keydown', event => {
  if (event.key === 'Escape') {
    running?.abort();
  }
});
reset.addEventListener('click', () => {
  running?.abort();
  messages.length = 0;
  log.replaceChildren(hint);
  question.focus();
});
temperature.addEventListener('input', () => {
  degree.value = temperature.valueAsNumber.toFixed(1);
});
document.getElementById('theme').addEventListener('click', () => {
  const root = document.documentElement;
  const isDark = root.dataset.theme
    ? root.dataset.theme === 'dark'
    : matchMedia('(prefers-color-scheme: dark)').matches;
  root.dataset.theme = isDark ? 'light' : 'dark';
});
for (const button of document.querySelectorAll('.try')) {
  button.addEventListener('click', () => ask(button.textContent));
}

async function ask(text) {
  if (!text || running) {
    return;
  }

  const run = new AbortController();
  const turn = { role: 'user', content: text };
  messages.push(turn);
  hint.remove();
  add('user').text.textContent = text;
  const view = add('assistant');
  question.value = '';
  begin(run);
  const answer = { role: 'assistant', content: '' };
  const figures = new Figures(view.figures);
  figures.show(false);
  try {
    await receive(run.signal, answer, view, figures);
    draw(view, answer, figures, true);
  } catch (error) {
    draw(view, answer, figures, true);
    if (run.signal.aborted) {
      figures.add('stopped');
    } else {
      fail(view, error.message);
    }
  } finally {
    end(run);
  }

  remember(turn, answer);
}

function begin(run) {
  const hasFocus = document.activeElement === send;
  running = run;
  send.hidden = true;
  stop.hidden = false;
  if (hasFocus) {
    stop.focus();
  }

  log.setAttribute('aria-busy', 'true');
}

function end(run) {
  if (running === run) {
    running = null;
    send.hidden = false;
    stop.hidden = true;
    log.removeAttribute('aria-busy');
    question.focus();
  }
}

// A question that nobody answered would only confuse the model; a new conversation has forgotten both.
function remember(turn, answer) {
  const index = messages.indexOf(turn);
  if (index >= 0 && answer.content) {
    messages.splice(index + 1, 0, answer);
  } else if (index >= 0) {
    messages.splice(index, 1);
  }
}

async function receive(signal, answer, view, figures) {
  const response = await fetch('v1/chat/completions', {
    method: 'POST',
    signal,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      model: 'chat',
      messages,
      temperature: temperature.valueAsNumber,
      stream: true,
      stream_options: { include_usage: true, continuous_usage_stats: true },
    }),
  });
  if (!response.ok) {
    throw new Error(await reason(response));
  }

  for await (const data of events(response.body)) {
    if (data === '[DONE]') {
      return;
    }

    const chunk = JSON.parse(data);
    if (chunk.error) {
      throw new Error(chunk.error.message);
    }

    const choice = chunk.choices[0];
    const part = choice?.delta.content ?? '';
    figures.take(chunk.usage, part, choice?.finish_reason);
    answer.content += part;
    view.frame ??= requestAnimationFrame(() => draw(view, answer, figures, false));
  }

  throw new Error('The answer ended before its end.');
}

// Once for each frame of the screen: models may write faster than that.
function draw(view, answer, figures, isDone) {
  cancelAnimationFrame(view.frame);
  view.frame = null;
  const isAtEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 40;
  view.text.textContent = answer.content;
  figures.show(isDone);
  if (isAtEnd) {
    log.scrollTop = log.scrollHeight;
  }
}

async function reason(response) {
  try {
    return (await response.json()).error.message;
  } catch {
    return `The server answered with status ${response.status}.`;
  }
}

// Server-sent events: lines of a field and its value; an empty line ends an event.
async function* events(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  let data = [];
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) {
        return;
      }

      const lines = (rest + value).split('\n');
      rest = lines.pop();
      for (const raw of lines) {
        const line = raw.endsWith('\r') ? raw.slice(0, -1) : raw;
        if (line.startsWith('data:')) {
          data.push(line.slice(line.startsWith('data: ') ? 6 : 5));
        } else if (line === '' && data.length > 0) {
          yield data.join('\n');
          data = [];
        }
      }
    }
  } finally {
    await reader.cancel();
  }
}

class Figures {
  #place;
  #asked = performance.now();
  #first = null;
  #firstTokens = 0;
  #last = 0;
  #tokens = 0;
  #finish = null;

  constructor(place) {
    this.#place = place;
  }

  take(usage, part, finish) {
    this.#tokens = usage?.completion_tokens ?? this.#tokens;
    this.#finish = finish ?? this.#finish;
    if (part) {
      this.#last = performance.now();
      if (this.#first === null) {
        this.#first = this.#last;
        this.#firstTokens = this.#tokens;
      }
    }
  }

  // The rate is that of the tokens behind the first: the wait for that one is a figure of its own. An answer that came
  // as good as at once has none.
  show(isDone) {
    if (this.#first === null) {
      this.#place.textContent = isDone ? 'no text' : 'waiting';
      return;
    }

    const seconds = (this.#last - this.#first) / 1000;
    const more = this.#tokens - this.#firstTokens;
    const parts = [`first token after ${(this.#first - this.#asked).toFixed(0)} ms`, `${this.#tokens} tokens`];
    if (more > 0 && seconds > 0.02) {
      parts.push(`${(more / seconds).toFixed(1)} tokens/s`);
    }

    if (isDone && this.#finish === 'length') {
      parts.push('cut at the longest answer');
    }

    this.#place.textContent = parts.join(' · ');
  }

  add(text) {
    this.#place.textContent += ` · ${text}`;
  }
}

function add(role) {
  const [turn, text, figures] = [element('article', `turn ${role}`), element('p', 'text'), element('p', 'figures')];
  turn.setAttribute('aria-label', role === 'user' ? 'Your question' : 'The answer');
  turn.append(text);
  if (role === 'assistant') {
    turn.append(figures);
  }

  log.append(turn);
  log.scrollTop = log.scrollHeight;
  return { turn, text, figures, frame: null };
}

function fail(view, message) {
  view.turn.classList.add('failed');
  view.turn.setAttribute('role', 'alert');
  view.figures.textContent = `Failed: ${message}`;
  log.scrollTop = log.scrollHeight;
}

function element(name, className) {
  const created = document.createElement(name);
  created.className = className;
  return created;
}
