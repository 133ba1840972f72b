'use strict';

// Reads calls as JSON lines, makes them with grpc-js, and writes one JSON line per finished call:
//   {id, shape, rpc, target, request | requests, metadata, deadlineMs, gzip, maxReceive, ca, keepOpen, cancelAfter}
//   {id, cancel: true} gives up the call of that id; {id, halfClose: true} ends its stream of requests.
const path = require('node:path');
const readline = require('node:readline');
const grpc = require('@grpc/grpc-js');
const loader = require('@grpc/proto-loader');

const loading = { keepCase: true, longs: String, enums: String, bytes: String, defaults: false, oneofs: true };
const load = (file) => grpc.loadPackageDefinition(loader.loadSync(path.join(__dirname, 'protos', file), loading));
const services = {
  oip: load('open_inference.proto').inference.GRPCInferenceService,
  kserve: load('kserve_repository.proto').inference.GRPCInferenceService,
  health: load('health.proto').grpc.health.v1.Health,
};

const clients = new Map();
const calls = new Map();

function getClient(call) {
  const key = [call.shape, call.target, call.maxReceive, call.gzip, call.ca].join('|');
  let client = clients.get(key);
  if (!client) {
    const options = { 'grpc.max_receive_message_length': call.maxReceive ?? -1 };
    if (call.gzip) {
      options['grpc.default_compression_algorithm'] = 2;
    }

    const credentials = call.ca
      ? grpc.credentials.createSsl(Buffer.from(call.ca))
      : grpc.credentials.createInsecure();
    client = new services[call.shape ?? 'oip'](call.target, credentials, options);
    clients.set(key, client);
  }

  return client;
}

function toMetadata(entries) {
  const metadata = new grpc.Metadata();
  for (const [name, value] of Object.entries(entries ?? {})) {
    metadata.set(name, name.endsWith('-bin') ? Buffer.from(value, 'base64') : value);
  }

  return metadata;
}

function reply(id, result) {
  calls.delete(id);
  process.stdout.write(JSON.stringify({ id, ...result }) + '\n');
}

function unary(call, method, metadata, options) {
  let initial = {};
  let response;
  const running = method(call.request ?? {}, metadata, options, (error, message) => {
    response = message;
  });
  running.on('metadata', (received) => { initial = received.getMap(); });
  running.on('status', (status) => {
    // The callback runs after this event, with the message.
    setImmediate(() => reply(call.id, {
      code: status.code, details: status.details, metadata: initial, trailers: status.metadata.getMap(), response,
    }));
  });
  return running;
}

function streaming(call, running) {
  const responses = [];
  running.on('data', (message) => {
    responses.push(message);
    if (call.cancelAfter === responses.length) {
      running.cancel();
    }
  });
  running.on('error', () => {});
  running.on('status', (status) => reply(call.id, {
    code: status.code, details: status.details, metadata: {}, trailers: status.metadata.getMap(), responses,
  }));
  return running;
}

function start(call) {
  const client = getClient(call);
  const definition = client[call.rpc];
  const method = definition.bind(client);
  const options = call.deadlineMs === undefined ? {} : { deadline: Date.now() + call.deadlineMs };
  const metadata = toMetadata(call.metadata);
  if (!definition.requestStream && !definition.responseStream) {
    return unary(call, method, metadata, options);
  }

  if (!definition.requestStream) {
    return streaming(call, method(call.request ?? {}, metadata, options));
  }

  const running = streaming(call, method(metadata, options));
  for (const request of call.requests ?? []) {
    running.write(request);
  }

  if (!call.keepOpen) {
    running.end();
  }

  return running;
}

readline.createInterface({ input: process.stdin }).on('line', (line) => {
  const call = JSON.parse(line);
  if (call.cancel) {
    calls.get(call.id)?.cancel();
  } else if (call.halfClose) {
    calls.get(call.id)?.end();
  } else {
    try {
      calls.set(call.id, start(call));
    } catch (error) {
      reply(call.id, { code: -1, details: String(error), metadata: {}, trailers: {} });
    }
  }
}).on('close', () => process.exit(0));
