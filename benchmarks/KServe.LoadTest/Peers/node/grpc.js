'use strict';

// ModelInfer of the Open Inference Protocol on @grpc/grpc-js, for a model that returns its inputs:
//
//     node grpc.js PROTO
//
// Prints "READY address" and ends when its standard input ends.
const grpc = require('@grpc/grpc-js');
const loader = require('@grpc/proto-loader');

const definition = loader.loadSync(process.argv[2], { keepCase: true, longs: Number, defaults: false });
const { inference } = grpc.loadPackageDefinition(definition);

// The raw contents are handed on as they came: views of the message, without a copy.
function modelInfer(call, callback) {
  const { model_name, id, inputs, raw_input_contents } = call.request;
  callback(null, {
    model_name,
    model_version: '1',
    id,
    outputs: inputs.map(({ name, datatype, shape }) => ({ name, datatype, shape })),
    raw_output_contents: raw_input_contents,
  });
}

const server = new grpc.Server({ 'grpc.max_receive_message_length': -1, 'grpc.max_send_message_length': -1 });
server.addService(inference.GRPCInferenceService.service, { ModelInfer: modelInfer });
server.bindAsync('127.0.0.1:0', grpc.ServerCredentials.createInsecure(), (error, port) => {
  if (error) {
    throw error;
  }

  console.log(`READY http://127.0.0.1:${port}`);
});
process.stdin.on('end', () => process.exit(0)).resume();
