'use strict';

// Reads the weights and the bias of an ONNX graph that is one MatMul and one Add.
const fs = require('node:fs');
const protobuf = require('protobufjs');

const { root } = protobuf.parse(`
  syntax = "proto3";
  message Tensor { repeated int64 dims = 1; repeated float float_data = 4; string name = 8; bytes raw_data = 9; }
  message Graph { repeated Tensor initializer = 5; }
  message Model { Graph graph = 7; }
`, { keepCase: true });

function toFloats(tensor) {
  if (tensor.float_data.length > 0) {
    return Float32Array.from(tensor.float_data);
  }

  const bytes = Uint8Array.from(tensor.raw_data);
  return new Float32Array(bytes.buffer);
}

exports.readLinear = (path) => {
  const { graph } = root.lookupType('Model').decode(fs.readFileSync(path));
  const [weights, bias] = [2, 1].map((rank) => toFloats(graph.initializer.find((t) => t.dims.length === rank)));
  return { weights, bias };
};
