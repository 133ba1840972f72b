'use strict';

// Says what is installed, in one line; fails where something is not.
const versions = ['onnxruntime-node', '@grpc/grpc-js', '@grpc/proto-loader']
  .map((name) => `${name} ${require(`${name}/package.json`).version}`);
console.log([`Node.js ${process.versions.node}`, ...versions].join(', '));
