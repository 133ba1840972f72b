'use strict';

// V1 and V2 JSON on Node's own HTTP server, without a framework:
//
//     node http.js MODEL.onnx [--json-alone]
//
// Prints "READY address" and ends when its standard input ends.
const http = require('node:http');
const ort = require('onnxruntime-node');
const { readLinear } = require('./linear');

const columns = 4;
const classes = ['setosa', 'versicolor', 'virginica'];

function toRows(instances) {
  const rows = new Float32Array(instances.length * columns);
  let at = 0;
  for (const instance of instances) {
    for (let i = 0; i < columns; i++) {
      rows[at++] = instance[i];
    }
  }

  return rows;
}

// One thread, as the process has one core. Only the label is computed: nobody asks for probabilities.
async function withSession(path) {
  const session = await ort.InferenceSession.create(path, { intraOpNumThreads: 1, interOpNumThreads: 1 });
  return async (instances) => {
    const rows = new ort.Tensor('float32', toRows(instances), [instances.length, columns]);
    const { label } = await session.run({ X: rows }, ['label']);
    return Array.from(label.data, (index) => classes[Number(index)]);
  };
}

// The same model in JavaScript: little more than JSON is left.
function withLoops(path) {
  const { weights, bias } = readLinear(path);
  return (instances) => instances.map((instance) => {
    let best = 0;
    let most = -Infinity;
    for (let k = 0; k < bias.length; k++) {
      let score = bias[k];
      for (let i = 0; i < columns; i++) {
        score += instance[i] * weights[i * bias.length + k];
      }

      if (score > most) {
        [best, most] = [k, score];
      }
    }

    return classes[best];
  });
}

// The data as FP32, as a model gets it, and back.
const identity = (tensor) => Array.from(new Float32Array(tensor.data));

// The numbers as JSON gave them, without a tensor.
const echo = (tensor) => tensor.data;

function infer(compute, payload) {
  const outputs = payload.inputs.map((tensor) => ({
    name: tensor.name, shape: tensor.shape, datatype: tensor.datatype, data: compute(tensor),
  }));
  return { model_name: 'identity', model_version: '1', id: payload.id, outputs };
}

function send(response, status, value) {
  const body = Buffer.from(JSON.stringify(value));
  response.writeHead(status, ['Content-Type', 'application/json', 'Content-Length', body.length]);
  response.end(body);
}

function readBody(request, then) {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => then(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks)));
}

function createServer(routes) {
  return http.createServer({ keepAliveTimeout: 120_000 }, (request, response) => {
    const route = routes[request.url];
    if (!route || request.method !== 'POST') {
      send(response, 404, { error: 'there is no such model' });
      return;
    }

    readBody(request, (body) => {
      try {
        const answer = route(JSON.parse(body.toString()));
        if (answer instanceof Promise) {
          answer.then(
            (value) => send(response, 200, value),
            (error) => send(response, 500, { error: error.message }));
        } else {
          send(response, 200, answer);
        }
      } catch (error) {
        send(response, 400, { error: error.message });
      }
    });
  });
}

async function main([model, mode]) {
  const isJsonAlone = mode === '--json-alone';
  const compute = isJsonAlone ? echo : identity;
  const predict = isJsonAlone ? withLoops(model) : await withSession(model);
  const server = createServer({
    '/v1/models/iris:predict': isJsonAlone
      ? (payload) => ({ predictions: predict(payload.instances) })
      : async (payload) => ({ predictions: await predict(payload.instances) }),
    '/v2/models/identity/infer': (payload) => infer(compute, payload),
  });
  server.listen(0, '127.0.0.1', 4096, () => console.log(`READY http://127.0.0.1:${server.address().port}`));
  process.stdin.on('end', () => process.exit(0)).resume();
}

main(process.argv.slice(2));
